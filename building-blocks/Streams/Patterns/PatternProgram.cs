namespace Streams;

/// <summary>What to do at one place of a pattern.</summary>
enum PatternStep
{
    /// <summary>Take a character of the set, go on at next.</summary>
    Take,

    /// <summary>Go on at next and at other.</summary>
    Fork,

    /// <summary>Go on at the begin of the text only.</summary>
    Begin,

    /// <summary>Go on at the end of the text only.</summary>
    End,

    /// <summary>The pattern is found.</summary>
    Found,
}

readonly record struct PatternInstruction(PatternStep Step, CharacterSet Set, int Next, int Other);

/// <summary>A pattern as instructions with every counted repeat written out (Thompson's construction).</summary>
sealed class PatternProgram
{
    readonly List<PatternInstruction> instructions = [];

    PatternProgram() { }

    /// <summary>At most a few for each of <see cref="PatternLimits.MaxPositions"/>.</summary>
    public PatternInstruction[] Instructions { get; private init; } = [];

    public int Start { get; private init; }

    public static PatternProgram Compile(PatternNode pattern)
    {
        var building = new PatternProgram();
        var start = building.Add(pattern, building.Emit(PatternStep.Found));
        return new PatternProgram { Instructions = [.. building.instructions], Start = start };
    }

    /// <summary>Writes a node that goes on at <paramref name="next"/>, so from the pattern's end to its begin; returns its entry.</summary>
    int Add(PatternNode node, int next)
    {
        switch (node)
        {
            case PatternNode.One one:
                return Emit(PatternStep.Take, next, set: one.Set);
            case PatternNode.Anchor anchor:
                return Emit(anchor.IsBegin ? PatternStep.Begin : PatternStep.End, next);
            case PatternNode.Sequence sequence:
                for (var part = sequence.Parts.Count - 1; part >= 0; part--) next = Add(sequence.Parts[part], next);
                return next;
            case PatternNode.Choice choice:
                var entry = Add(choice.Parts[^1], next);
                for (var part = choice.Parts.Count - 2; part >= 0; part--)
                    entry = Emit(PatternStep.Fork, Add(choice.Parts[part], next), entry);
                return entry;
            case PatternNode.Repeat repeat:
                return AddRepeat(repeat, next);
            default:
                throw new ArgumentOutOfRangeException(nameof(node), node, "not a pattern");
        }
    }

    int AddRepeat(PatternNode.Repeat repeat, int next)
    {
        var entry = next;
        if (repeat.Most is { } most)
        {
            for (var optional = most - repeat.Least; optional > 0; optional--)
                entry = Emit(PatternStep.Fork, Add(repeat.Part, entry), next);
        }
        else
        {
            entry = Emit(PatternStep.Fork, other: next);
            var body = Add(repeat.Part, entry);
            instructions[entry] = instructions[entry] with { Next = body };
        }
        for (var needed = repeat.Least; needed > 0; needed--) entry = Add(repeat.Part, entry);
        return entry;
    }

    int Emit(PatternStep step, int next = 0, int other = 0, CharacterSet set = default)
    {
        instructions.Add(new PatternInstruction(step, set, next, other));
        return instructions.Count - 1;
    }
}
