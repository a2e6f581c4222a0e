using System.Globalization;

namespace Schemas;

/// <summary>The string formats that schemas may ask for.</summary>
internal static class Formats
{
    const int MaxEmailLength = 254;
    const int SecondsLength = 19;

    static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>RFC 3339, years 1 to 9999; no leap seconds, which neither .NET nor PostgreSQL can hold.</summary>
    public static bool IsDateTime(ReadOnlySpan<char> text)
    {
        if (text.Length <= SecondsLength || text[10] is not ('T' or 't')) return false;
        if (!DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", Culture, DateTimeStyles.None, out _)) return false;
        if (!TimeOnly.TryParseExact(text[11..SecondsLength], "HH:mm:ss", Culture, DateTimeStyles.None, out _)) return false;

        var rest = text[SecondsLength..];
        if (rest[0] == '.')
        {
            var end = rest[1..].IndexOfAnyExceptInRange('0', '9') + 1;
            if (end <= 1) return false;
            rest = rest[end..];
        }
        return rest is "Z" or "z" || (rest.Length == 6 && rest[0] is '+' or '-' && IsOffset(rest[1..]));
    }

    static bool IsOffset(ReadOnlySpan<char> text) =>
        TimeOnly.TryParseExact(text, "HH:mm", Culture, DateTimeStyles.None, out _);

    /// <summary>The useful part of RFC 5321: one @, a local part without blanks, a dotted host of letters, digits and hyphens.</summary>
    public static bool IsEmail(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        if (at is < 1 or > 64 || text.Length > MaxEmailLength || text[..at].ContainsAny(" \t\r\n@")) return false;

        foreach (var label in text[(at + 1)..].Split('.'))
        {
            var part = text[(at + 1)..][label];
            if (part.Length is 0 or > 63 || part[0] == '-' || part[^1] == '-') return false;
            foreach (var letter in part)
            {
                if (!char.IsLetterOrDigit(letter) && letter != '-') return false;
            }
        }
        return true;
    }
}
