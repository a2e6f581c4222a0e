namespace Streams;

/// <summary>
/// What a pattern may at most be. Pipelines come from people and tools, and Java, which runs the same pattern, recurses once for each
/// repetition of a group and for most parts of a sequence: the limits keep that within a small stack.
/// </summary>
static class PatternLimits
{
    /// <summary>Longest pattern, in bytes of UTF-8.</summary>
    public const int MaxBytes = 4 * 1024;

    /// <summary>Deepest nesting of groups.</summary>
    public const int MaxGroupDepth = 16;

    /// <summary>Most repetitions of a single character, class or dot, where a number is written.</summary>
    public const int MaxCharacterRepeats = 1_000;

    /// <summary>Most repetitions of a group.</summary>
    public const int MaxGroupRepeats = 100;

    /// <summary>Most characters, classes, dots and anchors once every repeat is written out.</summary>
    public const int MaxPositions = 2_000;

    /// <summary>
    /// Most calls that Java nests to match the pattern. They took up to 220 bytes each, so 440 KB: with room on a thread of 1 MB.
    /// </summary>
    public const int MaxJavaCalls = 2_000;

    /// <summary>Largest transition table, in entries of four bytes; a pattern that needs more is followed state set by state set.</summary>
    public const int MaxTableEntries = 32 * 1024;

    /// <summary>Most instructions visited to build the table: a few milliseconds; ordinary patterns take some thousand.</summary>
    public const int MaxTableWork = 200_000;
}
