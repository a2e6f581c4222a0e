namespace Streams;

/// <summary>
/// Reads [...] and [^...]. What Java reads as a nested class or an intersection must be escaped: elsewhere it means something else.
/// </summary>
static class ClassReader
{
    /// <summary>The cursor stands on the bracket. Null if the class is refused.</summary>
    public static CharacterSet? Read(PatternCursor cursor)
    {
        var start = cursor.Position;
        cursor.Take();
        var negated = cursor.Take('^');
        if (cursor.Current == ']')
        {
            cursor.Refuse(start, @"an empty class: write \] for the character");
            return null;
        }
        var set = CharacterSet.Empty;
        for (var isFirst = true; !cursor.Take(']'); isFirst = false)
        {
            if (cursor.AtEnd) cursor.Refuse(start, @"a [ without its ]: write \[ for the character");
            if (cursor.AtEnd || Item(cursor, isFirst) is not { } item) return null;
            set |= item;
        }
        if (negated) set = ~set;
        if (!set.IsEmpty) return set;
        cursor.Refuse(start, "a class that no character is in: leave out what excludes each other");
        return null;
    }

    static CharacterSet? Item(PatternCursor cursor, bool isFirst)
    {
        var start = cursor.Position;
        if (Element(cursor, isFirst) is not { } first) return null;
        if (cursor.Current != '-' || cursor.Following is ']' or PatternCursor.End) return first;

        cursor.Take();
        if (Element(cursor, isFirst: false) is not { } last) return null;
        if (first.Single is not { } low || last.Single is not { } high)
            cursor.Refuse(start, @"a range between classes: write \- for the hyphen");
        else if (low > high)
            cursor.Refuse(start, $"a range that runs backwards: write {PatternCursor.Show(high)}-{PatternCursor.Show(low)}");
        else
            return CharacterSet.Range(low, high);
        return null;
    }

    static CharacterSet? Element(PatternCursor cursor, bool isFirst)
    {
        if (cursor.AtEnd) return null;
        if (cursor.Current == '\\') return EscapeReader.Read(cursor);
        var (start, character) = (cursor.Position, cursor.Take());
        if (character >= CharacterSet.AsciiEnd)
            cursor.Refuse(start, $"classes hold ASCII only: write alternatives, such as (?:{PatternCursor.Show(character)}|[a-z])");
        else if (character == '[')
            cursor.Refuse(start, @"a class inside a class: write \[ for the character");
        else if (character == '&' && cursor.Current == '&')
            cursor.Refuse(start, @"classes have no intersection: write \& for the character, once");
        else if (character == '-' && !isFirst && cursor.Current is not (']' or PatternCursor.End))
            cursor.Refuse(start, @"a hyphen in the middle of a class: write \- for the character");
        else
            return CharacterSet.Of(character);
        return null;
    }
}
