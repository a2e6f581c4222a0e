using System.Globalization;
using System.Text.Json;
using Contracts;

namespace Outbox;

/// <summary>Reads the attributes that an event gives into typed values. An attribute that is absent keeps its current value, null clears
/// it, a wrong one is remembered as an error with its field.</summary>
/// <param name="attributes">The flat attribute object.</param>
/// <param name="path">JSON pointer of that object.</param>
/// <param name="errors">Takes each mistake.</param>
public sealed class GivenAttributes(JsonElement attributes, string path, ICollection<FieldError> errors)
{
    const int MaxShownCharacters = 40;

    /// <summary>A string.</summary>
    public string? Text(string name, string? current)
    {
        if (!TryGet(name, out var value)) return IsNull(value) ? null : current;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : Wrong(name, value, "a string", current);
    }

    /// <summary>A string of at most <see cref="Limits.MaxNameLength"/> characters: the id of something.</summary>
    public string? Reference(string name, string? current)
    {
        var text = Text(name, current);
        return text is null || text.EnumerateRunes().Take(Limits.MaxNameLength + 1).Count() <= Limits.MaxNameLength
            ? text
            : Wrong(name, attributes.GetProperty(name), $"at most {Limits.MaxNameLength} characters", current);
    }

    /// <summary>A string, or an object whose parts, joined by blanks, are the text:
    /// <c>{"firstName":"Ada","lastName":"Lovelace"}</c>.</summary>
    public string? TextOf(string name, string? current, params ReadOnlySpan<string> parts)
    {
        if (!TryGet(name, out var value)) return IsNull(value) ? null : current;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        if (value.ValueKind != JsonValueKind.Object) return Wrong(name, value, "a string or an object", current);

        var texts = new List<string>();
        foreach (var part in parts)
        {
            if (value.TryGetProperty(part, out var text) && text.ValueKind == JsonValueKind.String) texts.Add(text.GetString()!);
        }
        return texts.Count == 0 ? null : string.Join(' ', texts);
    }

    /// <summary>A number, or a string that holds a decimal one ("38620.00").</summary>
    public decimal? Number(string name, decimal? current)
    {
        if (!TryGet(name, out var value)) return IsNull(value) ? null : current;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)) return number;
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (value.ValueKind == JsonValueKind.String && decimal.TryParse(value.GetString(), style, CultureInfo.InvariantCulture, out number))
        {
            return number;
        }
        return Wrong(name, value, $"a decimal number from {decimal.MinValue} to {decimal.MaxValue}", current);
    }

    /// <summary>An amount of money or a quantity: a number that is not negative.</summary>
    public decimal? Amount(string name, decimal? current)
    {
        var number = Number(name, current);
        return number is null or >= 0 ? number : Wrong(name, attributes.GetProperty(name), "a number that is not negative", current);
    }

    /// <summary>A whole number of 32 bits.</summary>
    public int? Integer(string name, int? current)
    {
        var number = Number(name, current);
        if (number is null) return null;
        if (number >= int.MinValue && number <= int.MaxValue && decimal.Truncate(number.Value) == number) return (int)number.Value;
        return Wrong(name, attributes.GetProperty(name), $"a whole number from {int.MinValue} to {int.MaxValue}", current);
    }

    /// <summary>A date as <see cref="EventDate"/> reads it.</summary>
    public DateTimeOffset? Date(string name, DateTimeOffset? current)
    {
        if (!TryGet(name, out var value)) return IsNull(value) ? null : current;
        if (EventDate.TryRead(value, out var date, out var error)) return date;
        errors.Add(new FieldError($"{path}/{name}", error));
        return current;
    }

    /// <summary>Every attribute of the object, over those that are there already.</summary>
    internal string Over(string current) => AttributeText.Merge(current, attributes);

    bool TryGet(string name, out JsonElement value) =>
        attributes.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    static bool IsNull(JsonElement value) => value.ValueKind == JsonValueKind.Null;

    T Wrong<T>(string name, JsonElement value, string expected, T current)
    {
        var text = value.GetRawText();
        var shown = text.Length > MaxShownCharacters ? text[..MaxShownCharacters] + "…" : text;
        errors.Add(new FieldError($"{path}/{name}", $"is {shown}: expected {expected}"));
        return current;
    }
}
