namespace State;

/// <summary>
/// The reference: a dictionary, with checkpoints in memory that last as long as the object. It says what <see cref="FasterStore"/> must do.
/// </summary>
public sealed class MemoryStore(int maximumValueBytes = StoreLimits.DefaultValueBytes) : IKeyedStore
{
    readonly List<(byte[] Metadata, KeyValuePair<byte[], byte[]>[] Entries)> _checkpoints = [];
    Dictionary<byte[], byte[]> _entries = new(ByteComparer.Instance);

    /// <inheritdoc />
    public int MaximumValueBytes => maximumValueBytes;

    /// <inheritdoc />
    public StoreStatistics Statistics
    {
        get
        {
            var bytes = _entries.Sum(entry => (long)entry.Key.Length + entry.Value.Length);
            return new StoreStatistics(_entries.Count, bytes, bytes, 0);
        }
    }

    /// <inheritdoc />
    public bool IsCheckpointDue => false;

    /// <inheritdoc />
    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        StoreLimits.CheckKey(key);
        var found = _entries.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out var bytes);
        value = bytes;
        return found;
    }

    /// <inheritdoc />
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        StoreLimits.CheckKey(key);
        StoreLimits.CheckValue(value, MaximumValueBytes);
        _entries.GetAlternateLookup<ReadOnlySpan<byte>>()[key] = value.ToArray();
    }

    /// <inheritdoc />
    public void Remove(ReadOnlySpan<byte> key)
    {
        StoreLimits.CheckKey(key);
        _entries.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(key);
    }

    /// <inheritdoc />
    public void Scan<TVisitor>(ref TVisitor visitor)
        where TVisitor : IEntryVisitor, allows ref struct
    {
        foreach (var (key, value) in _entries)
        {
            if (!visitor.Visit(key, value)) return;
        }
    }

    /// <inheritdoc />
    public bool IsCheckpointPrepared => true;

    /// <inheritdoc />
    public ValueTask PrepareCheckpointAsync() => ValueTask.CompletedTask;

    /// <inheritdoc />
    public ValueTask CheckpointAsync(ReadOnlyMemory<byte> metadata)
    {
        StoreLimits.CheckMetadata(metadata);
        // Values are replaced, never written into: the arrays can be shared.
        _checkpoints.Add((metadata.ToArray(), [.. _entries]));
        if (_checkpoints.Count > StoreLimits.CheckpointsKept) _checkpoints.RemoveAt(0);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public byte[]? Restore()
    {
        var (metadata, entries) = _checkpoints.LastOrDefault();
        _entries = new Dictionary<byte[], byte[]>(entries ?? [], ByteComparer.Instance);
        return metadata;
    }

    /// <inheritdoc />
    public void Reset()
    {
        _checkpoints.Clear();
        _entries.Clear();
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
