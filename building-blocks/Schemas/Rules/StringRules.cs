using System.Text.Json;
using System.Text.RegularExpressions;

namespace Schemas;

/// <summary><c>minLength</c> and <c>maxLength</c>, in code points.</summary>
internal sealed class LengthRule(bool minimum, int length) : IRule
{
    public void Check(JsonElement value, Evaluation evaluation)
    {
        if (value.ValueKind != JsonValueKind.String) return;

        var actual = value.GetString()!.EnumerateRunes().Count();
        if (minimum ? actual >= length : actual <= length) return;
        evaluation.Error($"must have {(minimum ? "at least" : "at most")} {length} character{(length == 1 ? "" : "s")}, but has {actual}");
    }
}

/// <summary><c>pattern</c>: found anywhere in the string, in time linear in its length.</summary>
internal sealed class PatternRule(string pattern, Regex expression) : IRule
{
    public void Check(JsonElement value, Evaluation evaluation)
    {
        if (value.ValueKind != JsonValueKind.String || expression.IsMatch(value.GetString()!)) return;
        evaluation.Error($"must match {pattern}, but is {Show.Value(value)}");
    }
}

/// <summary><c>format</c>: asserted, not only noted.</summary>
internal sealed class FormatRule(string format) : IRule
{
    public static readonly string[] Known = ["date-time", "email"];

    public void Check(JsonElement value, Evaluation evaluation)
    {
        if (value.ValueKind != JsonValueKind.String) return;

        var text = value.GetString()!;
        if (format == "date-time" && !Formats.IsDateTime(text))
        {
            evaluation.Error($"must be a date and time with an offset, like 2025-01-15T10:30:00Z, but is {Show.Value(value)}");
        }
        if (format == "email" && !Formats.IsEmail(text)) evaluation.Error($"must be an e-mail address, but is {Show.Value(value)}");
    }
}
