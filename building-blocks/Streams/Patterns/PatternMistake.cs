namespace Streams;

/// <summary>Why a pattern is refused.</summary>
/// <param name="Position">The character, from 1, counted in code points.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
sealed record PatternMistake(int Position, string Message)
{
    public override string ToString() => $"{Message}, at character {Position} of the pattern";
}
