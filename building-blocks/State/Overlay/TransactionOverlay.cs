namespace State;

/// <summary>
/// The writes of one open transaction over a store: reads see them first, the store sees them when they are applied. So the store only
/// ever holds committed state. Of several writes to a key the last counts. Nothing is allocated per operation once the buffers fit.
/// </summary>
public sealed class TransactionOverlay(IKeyedStore store) : IKeyedState, IDisposable
{
    readonly ChangeTable _table = new();

    /// <summary>What the transaction changed: a changelog record each.</summary>
    public StateChanges Changes => new(_table);

    /// <inheritdoc />
    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        StoreLimits.CheckKey(key);
        var index = _table.Find(key);
        if (index < 0) return store.TryGet(key, out value);
        var change = _table[index];
        value = change.Value;
        return !change.IsRemoved;
    }

    /// <inheritdoc />
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        StoreLimits.CheckKey(key);
        StoreLimits.CheckValue(value, store.MaximumValueBytes);
        _table.Put(key, value);
    }

    /// <inheritdoc />
    public void Remove(ReadOnlySpan<byte> key)
    {
        StoreLimits.CheckKey(key);
        _table.Remove(key);
    }

    /// <summary>
    /// Moves the writes into the store: the transaction was committed. When it throws, part of them may be there: restore the store and
    /// apply the changelog.
    /// </summary>
    public void Apply()
    {
        foreach (var change in Changes)
        {
            if (change.IsRemoved) store.Remove(change.Key);
            else store.Put(change.Key, change.Value);
        }
        _table.Clear();
    }

    /// <summary>Forgets the writes: the transaction was aborted.</summary>
    public void Drop() => _table.Clear();

    /// <summary>Gives the buffers back; the store stays open.</summary>
    public void Dispose() => _table.Dispose();
}
