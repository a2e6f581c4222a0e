namespace Streams;

/// <summary>Reads a pattern by descent; it recurses once for each group, so no deeper than groups may nest.</summary>
sealed class PatternReader(PatternCursor cursor)
{
    /// <summary>The whole pattern, or null if the cursor notes a mistake.</summary>
    public PatternNode? Read() => Choice(depth: 0);

    /// <summary>Notes a mistake if what was read so far is larger than the limits allow.</summary>
    public static bool IsSmall(PatternCursor cursor, int start, int positions, int javaCalls)
    {
        if (positions > PatternLimits.MaxPositions)
        {
            return cursor.Refuse(start, $"the pattern is longer than {PatternLimits.MaxPositions:N0} characters with its repeats written " +
                "out: write smaller numbers, or several conditions");
        }
        return javaCalls <= PatternLimits.MaxJavaCalls
            || cursor.Refuse(start, "Java would run out of stack here: write smaller numbers where groups repeat, or several conditions");
    }

    PatternNode? Choice(int depth)
    {
        List<PatternNode> parts = [];
        var positions = 0;
        do
        {
            var start = cursor.Position;
            if (Sequence(depth) is not { } part) return null;
            parts.Add(part);
            positions += part.Positions;
            if (!IsSmall(cursor, start, positions, part.JavaCalls)) return null;
        }
        while (cursor.Take('|'));
        return parts.Count == 1 ? parts[0] : new PatternNode.Choice(parts);
    }

    PatternNode? Sequence(int depth)
    {
        List<PatternNode> parts = [];
        var (positions, calls) = (0, 0);
        while (!cursor.AtEnd && cursor.Current != '|' && (cursor.Current != ')' || depth == 0))
        {
            var start = cursor.Position;
            if (Term(depth) is not { } part) return null;
            parts.Add(part);
            (positions, calls) = (positions + part.Positions, calls + part.JavaCalls);
            if (!IsSmall(cursor, start, positions, calls)) return null;
        }
        return parts.Count switch
        {
            0 => Refuse(cursor.Position, "an empty group or alternative: leave it out, or write (...)? for what may be missing"),
            1 => parts[0],
            _ => new PatternNode.Sequence(parts),
        };
    }

    PatternNode? Term(int depth)
    {
        var isGroup = cursor.Current == '(';
        var part = isGroup ? Group(depth) : Atom();
        return part is null ? null : RepeatReader.Read(cursor, part, isGroup);
    }

    PatternNode? Group(int depth)
    {
        var start = cursor.Position;
        cursor.Take();
        if (depth == PatternLimits.MaxGroupDepth)
            return Refuse(start, $"groups nest deeper than {PatternLimits.MaxGroupDepth} levels: leave out groups that change nothing");
        if (cursor.Take('?') && !cursor.Take(':'))
            return Refuse(start, "a group with an option, a name or a look around: only ( ) and (?: ) are groups");
        if (Choice(depth + 1) is not { } inner) return null;
        return cursor.Take(')') ? inner : Refuse(start, @"a ( without its ): write \( for the character");
    }

    PatternNode? Atom()
    {
        var character = cursor.Current;
        switch (character)
        {
            case '\\': return One(EscapeReader.Read(cursor));
            case '[': return One(ClassReader.Read(cursor));
            case ')': return Refuse(cursor.Position, @"a ) without its (: write \) for the character");
        }
        if (RepeatReader.IsStart(character))
        {
            return Refuse(cursor.Position, $@"a {(char)character} with nothing before it to repeat: write \{(char)character} " +
                "for the character");
        }
        cursor.Take();
        return character switch
        {
            '^' => new PatternNode.Anchor(begin: true),
            '$' => new PatternNode.Anchor(begin: false),
            '.' => new PatternNode.One(CharacterSet.AllButLineFeed),
            _ => new PatternNode.One(CharacterSet.Of(character)),
        };
    }

    static PatternNode.One? One(CharacterSet? set) => set is { } characters ? new PatternNode.One(characters) : null;

    PatternNode? Refuse(int position, string message)
    {
        cursor.Refuse(position, message);
        return null;
    }
}
