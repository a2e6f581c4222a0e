using System.Text;

namespace Streams;

/// <summary>A place in a written pattern, in code points, and the first mistake met.</summary>
sealed class PatternCursor(string written)
{
    /// <summary>What <see cref="Current"/> and <see cref="Following"/> are past the end.</summary>
    public const int End = -1;

    readonly int[] characters = [.. written.EnumerateRunes().Select(character => character.Value)];

    /// <summary>From 0.</summary>
    public int Position { get; private set; }

    public PatternMistake? Mistake { get; private set; }

    public bool AtEnd => Position == characters.Length;

    public int Current => AtEnd ? End : characters[Position];

    public int Following => Position + 1 < characters.Length ? characters[Position + 1] : End;

    /// <summary>Moves on; returns the character passed. Not at the end.</summary>
    public int Take() => characters[Position++];

    /// <summary>Moves on if the expected character is here.</summary>
    public bool Take(char expected)
    {
        if (Current != expected) return false;
        Position++;
        return true;
    }

    /// <summary>Notes a mistake at a position from 0, unless there is one already; always false, for the caller to return.</summary>
    public bool Refuse(int position, string message)
    {
        Mistake ??= new PatternMistake(position + 1, message);
        return false;
    }

    /// <summary>A character as it may stand in a message.</summary>
    public static string Show(int codePoint)
    {
        var character = new Rune(codePoint);
        return Rune.IsControl(character) ? $"U+{codePoint:X4}" : character.ToString();
    }
}
