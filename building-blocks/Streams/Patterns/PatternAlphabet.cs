namespace Streams;

/// <summary>Numbers for the characters that a pattern tells apart; characters that it treats alike share one.</summary>
sealed class PatternAlphabet
{
    readonly byte[] ascii = new byte[CharacterSet.AsciiEnd];
    readonly int[] beyond;
    readonly int[] examples;

    public PatternAlphabet(PatternProgram program)
    {
        var sets = program.Instructions.Where(instruction => instruction.Step == PatternStep.Take).Select(instruction => instruction.Set);
        var asciiCount = 1;
        foreach (var bits in sets.Select(set => set.Ascii).Distinct()) asciiCount = Divide(bits);
        beyond = [.. sets.Select(set => set.Beyond).Where(character => character >= 0).Distinct().Order()];

        var other = CharacterSet.AsciiEnd;
        while (Array.BinarySearch(beyond, other) >= 0) other++;
        examples = [.. Enumerable.Range(0, asciiCount).Select(symbol => Array.IndexOf(ascii, (byte)symbol)), other, .. beyond];
        Others = asciiCount;
    }

    /// <summary>How many numbers there are, from 0.</summary>
    public int Count => examples.Length;

    /// <summary>The number of the characters beyond ASCII that the pattern does not name.</summary>
    int Others { get; }

    /// <summary>The number of each ASCII character.</summary>
    public ReadOnlySpan<byte> OfAscii => ascii;

    public int OfBeyond(int codePoint)
    {
        var index = Array.BinarySearch(beyond, codePoint);
        return index < 0 ? Others : Others + 1 + index;
    }

    /// <summary>A character that has the number.</summary>
    public int Example(int symbol) => examples[symbol];

    /// <summary>Gives characters of the set other numbers than those outside; returns how many there are.</summary>
    int Divide(UInt128 set)
    {
        Dictionary<(byte Symbol, bool IsInside), byte> divided = [];
        for (var character = 0; character < ascii.Length; character++)
        {
            var part = (ascii[character], (set >> character & 1) != 0);
            if (!divided.TryGetValue(part, out var symbol)) divided[part] = symbol = (byte)divided.Count;
            ascii[character] = symbol;
        }
        return divided.Count;
    }
}
