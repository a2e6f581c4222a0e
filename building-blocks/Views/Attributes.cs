using System.Globalization;
using System.Text.Json;
using Contracts;

namespace Views;

/// <summary>Attributes as column values. Absent and null are null; a value that cannot be cast is refused, never guessed.</summary>
public static class Attributes
{
    const int MaxShownLength = 64;

    // PostgreSQL's numeric holds 131,072 digits before and 16,383 after the point: anything within these bounds fits.
    const int MaxNumberLength = 1000;
    const int MaxExponent = 1000;

    /// <summary>A string as it is; a number or boolean in JSON's notation.</summary>
    /// <exception cref="MalformedAttributeException">An object or array, or text that PostgreSQL cannot hold.</exception>
    public static ColumnValue Text(JsonElement attributes, string name) => ColumnValue.OfText(Scalar(attributes, name));

    /// <summary>A number without a fraction, within 64 bits.</summary>
    /// <exception cref="MalformedAttributeException">Anything else.</exception>
    public static ColumnValue Whole(JsonElement attributes, string name)
    {
        if (Scalar(attributes, name) is not { } text) return ColumnValue.Null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return ColumnValue.OfWhole(whole);
        }

        // 27781.0 and 1e3 are whole numbers too.
        if (decimal.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture, out var number)
            && decimal.Truncate(number) == number && number is >= long.MinValue and <= long.MaxValue)
        {
            return ColumnValue.OfWhole((long)number);
        }
        throw Refuse(name, text, "a whole number within 64 bits");
    }

    /// <summary>A JSON number, or a string in the same notation, with all its digits.</summary>
    /// <exception cref="MalformedAttributeException">Anything else, and numbers of more than 1,000 digits.</exception>
    public static ColumnValue Number(JsonElement attributes, string name)
    {
        if (Scalar(attributes, name) is not { } text) return ColumnValue.Null;
        return IsNumber(text) ? ColumnValue.OfNumber(text) : throw Refuse(name, text, "a number of at most 1000 digits");
    }

    /// <summary>Epoch milliseconds or ISO 8601 with an offset.</summary>
    /// <exception cref="MalformedAttributeException">Anything else, and moments outside the years 1 to 9999.</exception>
    public static ColumnValue Time(JsonElement attributes, string name)
    {
        if (!TryGet(attributes, name, out var value)) return ColumnValue.Null;
        return EventDate.TryRead(value, out var moment, out var error)
            ? ColumnValue.OfTime(moment)
            : throw new MalformedAttributeException(name, $"is no date: {error}");
    }

    /// <summary>Finds an attribute that is there and not null.</summary>
    public static bool TryGet(JsonElement attributes, string name, out JsonElement value) =>
        attributes.TryGetProperty(name, out value) && value.ValueKind is not JsonValueKind.Null;

    /// <summary>The text of a scalar; null when the attribute is absent or null.</summary>
    /// <exception cref="MalformedAttributeException">An object or array, or text that PostgreSQL cannot hold.</exception>
    public static string? Scalar(JsonElement attributes, string name)
    {
        if (!TryGet(attributes, name, out var value)) return null;
        return value.ValueKind switch
        {
            JsonValueKind.String => Storable(name, value),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            var kind => throw new MalformedAttributeException(name, $"is an {kind.ToString().ToLowerInvariant()}: expected a single value"),
        };
    }

    static string Storable(string name, JsonElement value)
    {
        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException notUnicode)
        {
            throw new MalformedAttributeException(name, $"is not Unicode text: {notUnicode.Message}");
        }
        return text.Contains('\0') ? throw new MalformedAttributeException(name, "holds U+0000, which PostgreSQL cannot store") : text;
    }

    static bool IsNumber(string text)
    {
        if (text.Length is 0 or > MaxNumberLength) return false;
        var at = text[0] is '-' or '+' ? 1 : 0;
        var whole = Digits(text, ref at);
        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (Digits(text, ref at) == 0) return false;
        }
        if (whole == 0) return false;
        return at == text.Length || (text[at] is 'e' or 'E' && IsExponent(text.AsSpan(at + 1)));
    }

    static bool IsExponent(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
        && exponent is >= -MaxExponent and <= MaxExponent;

    static int Digits(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at - start;
    }

    static MalformedAttributeException Refuse(string name, string text, string expected) =>
        new(name, $"is '{(text.Length <= MaxShownLength ? text : text[..MaxShownLength])}': expected {expected}");
}
