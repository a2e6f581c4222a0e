namespace Streams;

/// <summary>One end of a range, asked with the order of a value against it.</summary>
readonly record struct Bound<T>(T Value, bool Included)
{
    public bool IsBelow(int order) => order > 0 || order == 0 && Included;

    public bool IsAbove(int order) => order < 0 || order == 0 && Included;
}
