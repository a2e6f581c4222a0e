namespace Streams;

/// <summary>equals and in, on numbers, timestamps and booleans.</summary>
sealed class ValueOneOf<T, TCast>(int field, IEnumerable<T> values) : Predicate(field)
    where T : struct, IComparable<T> where TCast : struct, ICast<T>
{
    readonly T[] sorted = [.. values.Order()];

    protected override Truth Evaluate(ReadOnlySpan<byte> text) =>
        TCast.TryCast(text, out var value) ? TruthLogic.Of(Array.BinarySearch(sorted, value) >= 0) : Truth.Unknown;
}

/// <summary>The order comparisons and between, on numbers and timestamps.</summary>
sealed class ValueRange<T, TCast>(int field, Bound<T>? low, Bound<T>? high) : Predicate(field)
    where T : struct, IComparable<T> where TCast : struct, ICast<T>
{
    protected override Truth Evaluate(ReadOnlySpan<byte> text)
    {
        if (!TCast.TryCast(text, out var value)) return Truth.Unknown;
        if (low is { } least && !least.IsBelow(value.CompareTo(least.Value))) return Truth.False;
        return TruthLogic.Of(high is not { } most || most.IsAbove(value.CompareTo(most.Value)));
    }
}
