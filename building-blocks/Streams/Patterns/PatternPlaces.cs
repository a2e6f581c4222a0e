namespace Streams;

/// <summary>
/// The places of a program that are reached together: they take characters side by side, so a text is read once and never again from an
/// earlier place, whatever the pattern.
/// </summary>
ref struct PatternPlaces
{
    readonly PatternProgram program;
    readonly Span<int> stack;
    readonly Span<int> visited;
    Span<int> places;
    Span<int> reached;
    int count;
    int round;

    /// <param name="program">The pattern.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> long; what is in it does not matter.</param>
    public PatternPlaces(PatternProgram program, Span<int> scratch)
    {
        this.program = program;
        var length = program.Instructions.Length;
        visited = scratch[..length];
        places = scratch[length..(2 * length)];
        reached = scratch[(2 * length)..(3 * length)];
        stack = scratch[(3 * length)..ScratchLength(program)];
        visited.Clear();
    }

    /// <summary>The pattern is found whatever follows.</summary>
    public bool IsFound { get; private set; }

    /// <summary>Instructions visited so far: the work done.</summary>
    public long Work { get; private set; }

    /// <summary>Those that wait for a character or for the end of the text, in no promised order.</summary>
    public readonly ReadOnlySpan<int> Waiting => places[..count];

    /// <summary>Each instruction is visited once in a round and pushes two at most.</summary>
    public static int ScratchLength(PatternProgram program) => 5 * program.Instructions.Length + 1;

    /// <summary>Where a text begins.</summary>
    public void Begin()
    {
        Clear();
        Reach(program.Start, atBegin: true, atEnd: false);
    }

    /// <summary>Goes to given places, which were <see cref="Waiting"/> once.</summary>
    public void GoTo(ReadOnlySpan<int> waiting)
    {
        waiting.CopyTo(places);
        count = waiting.Length;
        IsFound = false;
    }

    /// <summary>Takes a character; the pattern may also start after it.</summary>
    public void Take(int codePoint)
    {
        var before = Leave();
        foreach (var place in before)
        {
            ref readonly var instruction = ref program.Instructions[place];
            if (instruction.Step == PatternStep.Take && instruction.Set.Contains(codePoint))
                Reach(instruction.Next, atBegin: false, atEnd: false);
        }
        Reach(program.Start, atBegin: false, atEnd: false);
    }

    /// <summary>Whether the pattern is found if the text ends here.</summary>
    /// <param name="isEmpty">The text has no character: its end is its begin.</param>
    public bool End(bool isEmpty)
    {
        var found = IsFound;
        var before = Leave();
        IsFound = found;
        foreach (var place in before) Reach(place, isEmpty, atEnd: true);
        return IsFound;
    }

    /// <summary>Nowhere from here on; returns the places left.</summary>
    ReadOnlySpan<int> Leave()
    {
        var before = places;
        var left = count;
        places = reached;
        reached = before;
        Clear();
        return before[..left];
    }

    void Clear()
    {
        count = 0;
        round++;
        IsFound = false;
    }

    void Reach(int entry, bool atBegin, bool atEnd)
    {
        var depth = 0;
        stack[depth++] = entry;
        while (depth > 0)
        {
            var place = stack[--depth];
            if (visited[place] == round) continue;
            visited[place] = round;
            Work++;
            ref readonly var instruction = ref program.Instructions[place];
            switch (instruction.Step)
            {
                case PatternStep.Found:
                    IsFound = true;
                    break;
                case PatternStep.Fork:
                    stack[depth++] = instruction.Other;
                    stack[depth++] = instruction.Next;
                    break;
                case PatternStep.Begin when atBegin:
                case PatternStep.End when atEnd:
                    stack[depth++] = instruction.Next;
                    break;
                case PatternStep.Take or PatternStep.End:
                    places[count++] = place;
                    break;
            }
        }
    }
}
