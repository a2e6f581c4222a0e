namespace Streams;

/// <summary>Reads what starts with a backslash, the same inside classes and outside.</summary>
static class EscapeReader
{
    /// <summary>The cursor stands on the backslash. Null if the escape is refused.</summary>
    public static CharacterSet? Read(PatternCursor cursor)
    {
        var start = cursor.Position;
        cursor.Take();
        if (cursor.AtEnd)
        {
            cursor.Refuse(start, @"a backslash that escapes nothing: write \\ for the character");
            return null;
        }
        var escaped = cursor.Take();
        CharacterSet? set = escaped switch
        {
            't' => CharacterSet.Of('\t'),
            'n' => CharacterSet.Of('\n'),
            'r' => CharacterSet.Of('\r'),
            'd' => CharacterSet.Digits,
            'w' => CharacterSet.WordCharacters,
            's' => CharacterSet.Spaces,
            'D' => ~CharacterSet.Digits,
            'W' => ~CharacterSet.WordCharacters,
            'S' => ~CharacterSet.Spaces,
            _ => IsPunctuation(escaped) ? CharacterSet.Of(escaped) : null,
        };
        if (set is null) cursor.Refuse(start, $@"\{PatternCursor.Show(escaped)} is not an escape of patterns: {Instead(escaped)}");
        return set;
    }

    static bool IsPunctuation(int character) =>
        character is >= '!' and <= '/' or >= ':' and <= '@' or >= '[' and <= '`' or >= '{' and <= '~';

    static string Instead(int escaped) => escaped switch
    {
        'b' or 'B' => @"write what may stand around the word, such as (^|\W)word(\W|$)",
        'A' => "write ^ for the begin of the text",
        'z' or 'Z' => "write $ for the end of the text",
        'p' or 'P' or 'X' => "write a class of ASCII characters, such as [A-Z], or the characters as alternatives",
        >= '0' and <= '9' or 'k' => "write out again what should be found again",
        'Q' or 'E' => "write a backslash before each punctuation character",
        'x' or 'u' or 'N' or 'c' => "write the character itself",
        'h' or 'v' or 'f' or 'R' => @"write \s, \t, \n or \r",
        _ => @"a backslash stands before ASCII punctuation and in \t \n \r \d \w \s \D \W \S only",
    };
}
