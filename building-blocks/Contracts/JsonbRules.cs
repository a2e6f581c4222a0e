using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Contracts;

/// <summary>What PostgreSQL's <c>jsonb</c> refuses although it is JSON, found before the database says so.</summary>
/// <remarks>
/// Refused: <c>\u0000</c>, lone surrogates, bytes that are not UTF-8, numbers outside <c>numeric</c> (131072 digits before the decimal
/// point, 16383 after it); also nesting beyond <see cref="Limits.MaxJsonDepth"/>. Source: PostgreSQL documentation, 8.14 JSON Types and
/// 8.1.2 Arbitrary Precision Numbers. PostgreSQL also writes numbers out in full, so a few bytes like <c>1e131071</c> become a record that
/// no topic takes: what writing out adds is bounded by <see cref="Limits.MaxEventBytes"/> for the whole text.
/// </remarks>
public static class JsonbRules
{
    /// <summary>Most errors that one check reports.</summary>
    public const int MaxErrors = 50;

    // The reader must see deeper than the limit to say where it was passed.
    static readonly JsonReaderOptions Options = new() { MaxDepth = Limits.MaxJsonDepth + 1 };

    /// <summary>Checks one JSON text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="errors">Each field that jsonb would refuse, at most <see cref="MaxErrors"/>; one error without a field when the text is
    /// not JSON.</param>
    public static bool Check(ReadOnlySpan<byte> utf8, out IReadOnlyList<FieldError> errors)
    {
        var found = new List<FieldError>();
        errors = found;
        var path = new JsonPath();
        var added = 0L;
        try
        {
            var reader = new Utf8JsonReader(utf8, Options);
            while (found.Count < MaxErrors && reader.Read())
            {
                if (Step(ref reader, path, ref added) is { } error) found.Add(new FieldError(path.ToString(), error));
                if (path.Depth > Limits.MaxJsonDepth) break;
            }
        }
        catch (JsonException notJson)
        {
            found.Add(new FieldError(path.ToString(), $"is not JSON: {notJson.Message}"));
        }
        return found.Count == 0;
    }

    static string? Step(ref Utf8JsonReader reader, JsonPath path, ref long added)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                path.Value();
                path.Open(reader.TokenType == JsonTokenType.StartArray);
                return path.Depth > Limits.MaxJsonDepth ? $"is nested deeper than {Limits.MaxJsonDepth} levels" : null;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                path.Close();
                return null;
            case JsonTokenType.PropertyName:
                path.Name(ref reader);
                return TextProblem(ref reader, "the name of this field");
            case JsonTokenType.String:
                path.Value();
                return TextProblem(ref reader, "the text");
            case JsonTokenType.Number:
                path.Value();
                return NumberProblem(reader.ValueSpan, ref added);
            default:
                path.Value();
                return null;
        }
    }

    static string? NumberProblem(ReadOnlySpan<byte> number, ref long added)
    {
        if (!JsonbNumber.TryMeasure(number, out var written))
        {
            return $"is a number outside PostgreSQL's numeric: at most {JsonbNumber.MaxIntegerDigits} digits before the decimal point and "
                + $"{JsonbNumber.MaxFractionDigits} after it";
        }

        var before = added;
        added += Math.Max(0, written - number.Length);
        return added > Limits.MaxEventBytes && before <= Limits.MaxEventBytes
            ? $"makes the event too large: its numbers, written out without exponents, add more than {Limits.MaxEventBytes} bytes"
            : null;
    }

    static string? TextProblem(ref Utf8JsonReader reader, string what)
    {
        var text = reader.ValueSpan;
        if (!Utf8.IsValid(text)) return $"{what} holds bytes that are not UTF-8";
        return reader.ValueIsEscaped ? EscapeProblem(text, what) : null;
    }

    // The reader has checked the form of each escape already.
    static string? EscapeProblem(ReadOnlySpan<byte> text, string what)
    {
        for (var i = text.IndexOf((byte)'\\'); i >= 0 && i < text.Length; i++)
        {
            if (text[i] != '\\') continue;
            if (text[++i] != 'u') continue;

            var unit = Unit(text, i + 1);
            i += 4;
            if (unit == 0) return $"{what} holds \\u0000, which PostgreSQL cannot store";
            if (!char.IsSurrogate(unit)) continue;
            if (char.IsLowSurrogate(unit) || !IsLowSurrogate(text, i + 1)) return $"{what} holds the lone surrogate \\u{(int)unit:x4}";
            i += 6;
        }
        return null;
    }

    static bool IsLowSurrogate(ReadOnlySpan<byte> text, int at) =>
        at + 6 <= text.Length && text[at] == '\\' && text[at + 1] == 'u' && char.IsLowSurrogate(Unit(text, at + 2));

    static char Unit(ReadOnlySpan<byte> text, int at) => (char)Convert.ToUInt16(Encoding.ASCII.GetString(text.Slice(at, 4)), 16);
}
