using System.Globalization;
using System.Text;

namespace Cli;

/// <summary>Text of records and files as it may be shown: nothing in it can act on a terminal, reorder a line or break it.</summary>
static class ShownText
{
    /// <summary>Characters that are not seen are written as escapes.</summary>
    public static string Of(string text)
    {
        if (!text.EnumerateRunes().Any(IsUnseen)) return text;
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsUnseen(rune)) shown.Append(rune);
            else shown.Append(rune.Value switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                <= char.MaxValue => $"\\u{rune.Value:x4}",
                _ => $"\\U{rune.Value:x8}",
            });
        }
        return shown.ToString();
    }

    /// <summary>The same, cut to so many characters.</summary>
    public static string Of(string text, int length) => Of(text.Length <= length ? text : $"{text[..length]}…");

    /// <summary>Bytes that may be UTF-8.</summary>
    public static string Of(ReadOnlySpan<byte> bytes, int length)
    {
        const int mostBytesOfCharacter = 4;
        return Of(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, mostBytesOfCharacter * length)]), length);
    }

    /// <summary>A text cut between the halves of a pair has a half left, which is read as U+FFFD.</summary>
    static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.PrivateUse;
}
