using System.Runtime.InteropServices;
using System.Text;

namespace Streams;

/// <summary>
/// A pattern as a table of states and characters, built in advance: one step for each character, nothing to write while matching, so
/// every thread reads the same one.
/// </summary>
sealed class PatternTable
{
    /// <summary>In place of a state: found whatever follows.</summary>
    const int Found = -1;

    /// <summary>In place of a state: not found whatever follows.</summary>
    const int Lost = -2;

    readonly PatternAlphabet alphabet;
    readonly List<int[]> states = [];
    readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    readonly List<bool> endings = [];
    int[] transitions = [];
    bool[] foundAtEnd = [];
    int start;

    PatternTable(PatternProgram program) => alphabet = new PatternAlphabet(program);

    /// <summary>Null if the pattern needs more states than the limits allow.</summary>
    public static PatternTable? Build(PatternProgram program)
    {
        var table = new PatternTable(program);
        var places = new PatternPlaces(program, new int[PatternPlaces.ScratchLength(program)]);
        places.Begin();
        table.start = table.Number(ref places, isBegin: true);
        List<int> entries = [];
        for (var state = 0; state < table.states.Count; state++)
        {
            if (entries.Count + table.alphabet.Count > PatternLimits.MaxTableEntries) return null;
            for (var symbol = 0; symbol < table.alphabet.Count; symbol++)
            {
                if (places.Work > PatternLimits.MaxTableWork) return null;
                places.GoTo(table.states[state]);
                places.Take(table.alphabet.Example(symbol));
                entries.Add(table.Number(ref places, isBegin: false));
            }
        }
        table.transitions = [.. entries];
        table.foundAtEnd = [.. table.endings];
        table.states.Clear();
        table.numbers.Clear();
        return table;
    }

    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        // Locals: the loop runs for every byte of every text.
        var (rows, width, state, at) = (transitions, alphabet.Count, start, 0);
        var ofAscii = alphabet.OfAscii;
        while (state >= 0 && at < utf8.Length)
        {
            int symbol = utf8[at];
            if (symbol < ofAscii.Length)
            {
                symbol = ofAscii[symbol];
                at++;
            }
            else
            {
                Rune.DecodeFromUtf8(utf8[at..], out var character, out var length);
                symbol = alphabet.OfBeyond(character.Value);
                at += length;
            }
            state = rows[state * width + symbol];
        }
        return state >= 0 ? foundAtEnd[state] : state == Found;
    }

    int Number(ref PatternPlaces places, bool isBegin)
    {
        if (places.IsFound) return Found;
        if (places.Waiting.IsEmpty) return Lost;
        int[] waiting = [.. places.Waiting];
        Array.Sort(waiting);
        // The begin has a state of its own: only there the end of the text is also its begin.
        var key = isBegin ? "" : new string(MemoryMarshal.Cast<int, char>(waiting));
        if (numbers.TryGetValue(key, out var number)) return number;
        numbers[key] = states.Count;
        states.Add(waiting);
        endings.Add(places.End(isEmpty: isBegin));
        return states.Count - 1;
    }
}
