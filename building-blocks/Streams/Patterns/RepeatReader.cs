namespace Streams;

/// <summary>Reads *, +, ?, {n}, {n,} and {n,m} after what they repeat.</summary>
static class RepeatReader
{
    /// <summary>Numbers are read up to here, so that no number of digits overflows.</summary>
    const int TooMany = 1_000_000;

    /// <summary>Whether a repeat may start with this character.</summary>
    public static bool IsStart(int character) => character is '*' or '+' or '?' or '{';

    /// <summary>The part, repeated if a repeat follows it. Null if that is refused.</summary>
    public static PatternNode? Read(PatternCursor cursor, PatternNode part, bool isGroup)
    {
        if (!IsStart(cursor.Current)) return part;
        var start = cursor.Position;
        if (Bounds(cursor) is not (var least, var most)) return null;
        if (!IsWithinLimits(cursor, start, isGroup, least, most) || !IsLast(cursor)) return null;
        if (part.HoldsAnchor)
        {
            cursor.Refuse(start, "an anchor cannot be repeated, nor a group with one in it: write the anchor once, outside");
            return null;
        }
        var repeat = new PatternNode.Repeat(part, least, most);
        return PatternReader.IsSmall(cursor, start, repeat.Positions, repeat.JavaCalls) ? repeat : null;
    }

    static (int Least, int? Most)? Bounds(PatternCursor cursor)
    {
        var start = cursor.Position;
        switch (cursor.Take())
        {
            case '*': return (0, null);
            case '+': return (1, null);
            case '?': return (0, 1);
        }
        var least = Number(cursor);
        var most = least;
        if (least is not null && cursor.Take(',')) most = Number(cursor);
        if (least is null || !cursor.Take('}'))
        {
            cursor.Refuse(start, @"a { that starts no repeat such as {2}, {2,} or {0,2}: write \{ for the character");
            return null;
        }
        return (least.Value, most);
    }

    static int? Number(PatternCursor cursor)
    {
        int? number = null;
        while (cursor.Current is >= '0' and <= '9') number = Math.Min((number ?? 0) * 10 + cursor.Take() - '0', TooMany);
        return number;
    }

    static bool IsWithinLimits(PatternCursor cursor, int start, bool isGroup, int least, int? most)
    {
        if (least > most)
            return cursor.Refuse(start, $"a repeat from more to less: write {{{most},{least}}}");
        if (most == 0)
            return cursor.Refuse(start, "a repeat of zero times: leave out what it repeats");
        if (isGroup && (most ?? least) > PatternLimits.MaxGroupRepeats)
            return cursor.Refuse(start, $"a group repeats at most {PatternLimits.MaxGroupRepeats} times: write a smaller number");
        if (isGroup && most is null)
            return cursor.Refuse(start, $"a group repeats within bounds: write {{{least},{PatternLimits.MaxGroupRepeats}}}");
        if ((most ?? least) > PatternLimits.MaxCharacterRepeats)
        {
            return cursor.Refuse(start, $"a character repeats at most {PatternLimits.MaxCharacterRepeats:N0} times where a number is " +
                "written: write a smaller number, or * or +");
        }
        return true;
    }

    /// <summary>Refuses what Java would read as lazy, possessive or a repeat of a repeat.</summary>
    static bool IsLast(PatternCursor cursor) => cursor.Current switch
    {
        '?' => cursor.Refuse(cursor.Position, "a lazy repeat finds what the plain one finds: leave out the ?"),
        '+' => cursor.Refuse(cursor.Position, "possessive repeats are not part of patterns: leave out the +"),
        '*' or '{' => cursor.Refuse(cursor.Position, "a repeat of a repeat: write one, or a group around the inner one"),
        _ => true,
    };
}
