namespace State;

/// <summary>
/// The committed state of one task: a map from byte keys to byte values, one store per task. Its owner uses it from one thread at a time.
/// Two implementations: <see cref="FasterStore"/> keeps a memory
/// budget and spills to disk, <see cref="MemoryStore"/> is the reference that tests compare it with.
/// </summary>
public interface IKeyedStore : IKeyedState, IDisposable
{
    /// <summary>Bytes of one value at most.</summary>
    int MaximumValueBytes { get; }

    /// <summary>How much the store holds and where.</summary>
    StoreStatistics Statistics { get; }

    /// <summary>
    /// True when disk is held only for old checkpoints, and new ones would give it back. Ask after each transaction: disk stays within its
    /// bound (see <see cref="StoreLimits.DiskFactor"/>) only if the answer is followed.
    /// </summary>
    bool IsCheckpointDue { get; }

    /// <summary>Visits every entry once, in no order, until the visitor says to stop. The store must not be used meanwhile.</summary>
    void Scan<TVisitor>(ref TVisitor visitor)
        where TVisitor : IEntryVisitor, allows ref struct;

    /// <summary>True when <see cref="PrepareCheckpointAsync"/> has ended, not much was written since, and no checkpoint runs.</summary>
    bool IsCheckpointPrepared { get; }

    /// <summary>Does beforehand what makes the next checkpoint slow, while the owner goes on reading and writing.</summary>
    ValueTask PrepareCheckpointAsync();

    /// <summary>
    /// Makes the state as it is now, with the caller's <paramref name="metadata"/>, what <see cref="Restore"/> returns to. Once the task
    /// has ended it survives a crash and a power loss; ended by an exception, the checkpoint before is still the newest. The last
    /// <see cref="StoreLimits.CheckpointsKept"/> are kept. Where it <see cref="IsCheckpointPrepared"/>, the owner goes on reading and
    /// writing while the task runs; else it is prepared first, and the owner must not use the store before the task has ended.
    /// </summary>
    ValueTask CheckpointAsync(ReadOnlyMemory<byte> metadata);

    /// <summary>
    /// Goes back to the newest checkpoint that can be trusted and forgets newer ones and every later change; with none the store is empty.
    /// </summary>
    /// <returns>The metadata of that checkpoint, or null when there is none.</returns>
    byte[]? Restore();

    /// <summary>Deletes everything, checkpoints too, and starts empty.</summary>
    void Reset();
}

/// <summary>Sees the entries of <see cref="IKeyedStore.Scan{TVisitor}"/>.</summary>
public interface IEntryVisitor
{
    /// <summary>Sees one entry; the spans are valid during the call.</summary>
    /// <returns>False to stop the scan.</returns>
    bool Visit(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);
}
