namespace State;

/// <summary>The last write to a key in a transaction. Its spans are valid until the overlay's next write.</summary>
public readonly ref struct StateChange
{
    internal StateChange(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoved)
    {
        Key = key;
        Value = value;
        IsRemoved = isRemoved;
    }

    /// <summary>The key that was written.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>Its value; empty when it was removed.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>True for a tombstone.</summary>
    public bool IsRemoved { get; }
}
