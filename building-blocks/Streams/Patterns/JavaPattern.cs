using System.Globalization;
using System.Text;

namespace Streams;

/// <summary>
/// A pattern as java.util.regex reads it without options, for Matcher.find. Nothing is printed whose meaning depends on Java's version or
/// on options: no dot, no $, no predefined class.
/// </summary>
static class JavaPattern
{
    public static string Print(PatternNode pattern)
    {
        var text = new StringBuilder();
        Print(text, pattern);
        return text.ToString();
    }

    static void Print(StringBuilder text, PatternNode node)
    {
        switch (node)
        {
            case PatternNode.One one:
                Print(text, one.Set);
                break;
            case PatternNode.Anchor anchor:
                text.Append(anchor.IsBegin ? @"\A" : @"\z");
                break;
            case PatternNode.Sequence sequence:
                foreach (var part in sequence.Parts) Grouped(text, part, isGroup: part is PatternNode.Choice);
                break;
            case PatternNode.Choice choice:
                for (var part = 0; part < choice.Parts.Count; part++) Print(part == 0 ? text : text.Append('|'), choice.Parts[part]);
                break;
            case PatternNode.Repeat repeat:
                Grouped(text, repeat.Part, isGroup: repeat.Part is not PatternNode.One);
                text.Append(Bounds(repeat));
                break;
        }
    }

    static void Grouped(StringBuilder text, PatternNode node, bool isGroup)
    {
        if (isGroup) text.Append("(?:");
        Print(text, node);
        if (isGroup) text.Append(')');
    }

    static string Bounds(PatternNode.Repeat repeat) => (repeat.Least, repeat.Most) switch
    {
        (0, null) => "*",
        (1, null) => "+",
        (0, 1) => "?",
        (var least, null) => string.Create(CultureInfo.InvariantCulture, $"{{{least},}}"),
        var (least, most) when least == most => string.Create(CultureInfo.InvariantCulture, $"{{{least}}}"),
        var (least, most) => string.Create(CultureInfo.InvariantCulture, $"{{{least},{most}}}"),
    };

    static void Print(StringBuilder text, CharacterSet set)
    {
        if (set.Single is { } character)
        {
            Print(text, character, special: @"\*+?|{}[]()^$.");
            return;
        }
        var isNegated = set.Beyond == CharacterSet.Every;
        var members = isNegated ? ~set : set;
        if (members.IsEmpty)
        {
            text.Append(@"[\x00-\x{10FFFF}]");
            return;
        }
        text.Append(isNegated ? "[^" : "[");
        for (var first = 0; first < CharacterSet.AsciiEnd; first++)
        {
            if (!members.Contains(first)) continue;
            var last = first;
            while (last + 1 < CharacterSet.AsciiEnd && members.Contains(last + 1)) last++;
            PrintMember(text, first);
            if (last > first + 1) text.Append('-');
            if (last > first) PrintMember(text, last);
            first = last;
        }
        text.Append(']');
    }

    static void PrintMember(StringBuilder text, int character) => Print(text, character, special: @"\[]^-&");

    static void Print(StringBuilder text, int codePoint, string special)
    {
        var character = new Rune(codePoint);
        // Line ends beyond ASCII are no controls; as they are, they would break a line of generated SQL.
        if (Rune.IsControl(character) || codePoint is '\u2028' or '\u2029')
            text.Append(CultureInfo.InvariantCulture, $@"\x{{{codePoint:X}}}");
        else
            text.Append(character.IsAscii && special.Contains((char)codePoint) ? @"\" : "").Append(character.ToString());
    }
}
