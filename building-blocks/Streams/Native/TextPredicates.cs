namespace Streams;

/// <summary>startsWith.</summary>
sealed class TextPrefix(int field, byte[] prefix) : Predicate(field)
{
    protected override Truth Evaluate(ReadOnlySpan<byte> text) => TruthLogic.Of(text.StartsWith(prefix));
}

/// <summary>matches.</summary>
sealed class TextMatch(int field, TextPattern pattern) : Predicate(field)
{
    protected override Truth Evaluate(ReadOnlySpan<byte> text) => TruthLogic.Of(pattern.IsMatch(text));
}

/// <summary>equals and in, on text.</summary>
sealed class TextOneOf : Predicate
{
    readonly byte[][] sorted;

    public TextOneOf(int field, IEnumerable<byte[]> values) : base(field) =>
        sorted = [.. values.Order(Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)))];

    public IReadOnlyList<byte[]> Values => sorted;

    protected override Truth Evaluate(ReadOnlySpan<byte> text)
    {
        var (low, high) = (0, sorted.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = text.SequenceCompareTo(sorted[middle]);
            if (order == 0) return Truth.True;
            if (order < 0) high = middle - 1;
            else low = middle + 1;
        }
        return Truth.False;
    }
}

/// <summary>The order comparisons and between, on text: UTF-8 bytes, which is the order of code points.</summary>
sealed class TextRange(int field, Bound<byte[]>? low, Bound<byte[]>? high) : Predicate(field)
{
    protected override Truth Evaluate(ReadOnlySpan<byte> text)
    {
        if (low is { } least && !least.IsBelow(text.SequenceCompareTo(least.Value))) return Truth.False;
        return TruthLogic.Of(high is not { } most || most.IsAbove(text.SequenceCompareTo(most.Value)));
    }
}
