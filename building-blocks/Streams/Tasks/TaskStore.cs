using Librdkafka;
using Microsoft.Extensions.Logging;
using State;

namespace Streams;

/// <summary>
/// A task's store, and what is known of it: up to where it holds its changelog. Used by one thread at a time.
/// </summary>
sealed class TaskStore : IDisposable
{
    /// <summary>A checkpoint that nothing changes is taken again after this part of the time that it could be trusted for.</summary>
    const int AgeParts = 4;

    readonly TopicPartition changelog;
    readonly TimeSpan tombstoneRetention;
    readonly TimeProvider time;
    readonly ILogger logger;
    CheckpointMetadata? origin;
    DateTimeOffset? checkpointAsOf;

    public TaskStore(string folder, TopicPartition changelog, TaskSettings settings, TimeProvider time, ILogger logger)
    {
        this.changelog = changelog;
        this.time = time;
        this.logger = logger;
        tombstoneRetention = settings.TombstoneRetention;
        Store = new FasterStore(new StoreSettings { Folder = folder, MemoryBytes = settings.MemoryBytes });
        LearnFromCheckpoint();
    }

    public FasterStore Store { get; }

    /// <summary>Every committed record of the changelog before it is in the store; some after it may be, which is no harm.</summary>
    public long Offset { get; private set; }

    /// <summary>When no record after <see cref="Offset"/> was committed, or earlier: tombstones since then are still to be read.</summary>
    public DateTimeOffset AsOf { get; private set; }

    /// <summary>It holds what its newest checkpoint does not.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>A change of it was begun and did not end well: only its newest checkpoint says what it holds.</summary>
    public bool IsSuspect { get; private set; }

    /// <summary>So much time has passed that tombstones after <see cref="Offset"/> may be gone.</summary>
    public bool IsTooOld => AsOf < time.GetUtcNow() - tombstoneRetention;

    /// <summary>
    /// Whether the newest checkpoint, though nothing may have changed since, should be replaced by one of a later time, lest it become too
    /// old for tombstones that come.
    /// </summary>
    /// <param name="asOf">The time of the one that could be taken.</param>
    public bool IsCheckpointAging(DateTimeOffset asOf) => asOf - checkpointAsOf > tombstoneRetention / AgeParts;

    /// <summary>Moves the changes of a committed transaction into the store, which says nothing of their place in the changelog.</summary>
    public void Apply(TransactionOverlay overlay)
    {
        IsSuspect = true;
        overlay.Apply();
        (IsSuspect, IsDirty) = (false, true);
    }

    /// <summary>Applies the changelog's next committed record.</summary>
    public void Apply(in Record record)
    {
        IsSuspect = true;
        Changelog.Apply(Store, record);
        (IsSuspect, IsDirty) = (false, true);
        Offset = record.Offset + 1;
    }

    /// <summary>There is no committed record before an offset that is not in the store.</summary>
    /// <param name="offset">The offset.</param>
    /// <param name="asOf">When there was none after it either.</param>
    public void Reach(long offset, DateTimeOffset asOf)
    {
        Offset = Math.Max(Offset, offset);
        AsOf = asOf;
    }

    /// <summary>
    /// Makes the store one that can be gone on with: as it is where that can be trusted, else as its newest checkpoint left it, else empty.
    /// </summary>
    /// <param name="clusterId">The cluster at hand.</param>
    /// <param name="end">Where the changelog ends.</param>
    /// <returns>False when it is empty, and the changelog is to be read from its beginning.</returns>
    public bool Trust(string clusterId, long end)
    {
        if (IsSuspect)
        {
            Store.Restore();
            LearnFromCheckpoint();
        }
        if (origin is not null)
        {
            if (Fault(Describe(), clusterId, end) is not { } fault) return true;
            Log.CheckpointDiscarded(logger, changelog, fault);
        }
        if (origin is not null || Store.Metadata is not null || Store.Entries > 0)
        {
            IsSuspect = true;
            Store.Reset();
        }
        (IsSuspect, IsDirty, Offset, AsOf, checkpointAsOf) = (false, false, 0, time.GetUtcNow(), null);
        origin = new CheckpointMetadata(CheckpointMetadata.NewestFormat, clusterId, changelog.Topic, changelog.Partition, 0, 0);
        return false;
    }

    /// <summary>Lets a copy take the place of what the store holds; where none fits it stays empty.</summary>
    /// <param name="copy">Brings it into the store; false: it found none.</param>
    public void Adopt(Func<bool> copy)
    {
        IsSuspect = true;
        var isAdopted = copy();
        IsSuspect = false;
        if (isAdopted) LearnFromCheckpoint();
    }

    /// <summary>What the store holds counts for nothing: the changelog is not the one that it was made from.</summary>
    public void Forget() => origin = null;

    /// <summary>Why what a checkpoint says of itself cannot be gone on from; null when it can.</summary>
    public string? Fault(CheckpointMetadata metadata, string clusterId, long end)
    {
        var fault = metadata.Fault(clusterId, changelog.Topic, changelog.Partition, time.GetUtcNow() - tombstoneRetention);
        return fault is null && metadata.Offset > end
            ? $"it is of offset {metadata.Offset} and the changelog ends at {end}: the topic was made anew"
            : fault;
    }

    /// <summary>What the store holds, as a checkpoint says it.</summary>
    public CheckpointMetadata Describe() =>
        origin! with { Offset = Offset, Time = AsOf.ToUnixTimeMilliseconds(), Input = null, Next = null };

    /// <summary>Begins a checkpoint of all that the store holds now.</summary>
    /// <returns>Ends when it is written, well or not.</returns>
    public Task BeginCheckpoint(CheckpointMetadata metadata)
    {
        IsDirty = false;
        checkpointAsOf = DateTimeOffset.FromUnixTimeMilliseconds(metadata.Time);
        Reach(metadata.Offset, checkpointAsOf.Value);
        return Store.CheckpointAsync(metadata.Write()).AsTask();
    }

    /// <summary>Takes note of a checkpoint that is written.</summary>
    /// <exception cref="IOException">It could not be: the store is at its checkpoint before, or at none.</exception>
    public void EndCheckpoint(Task written)
    {
        IsSuspect = true;
        written.GetAwaiter().GetResult();
        IsSuspect = false;
    }

    public void Dispose() => Store.Dispose();

    void LearnFromCheckpoint()
    {
        foreach (var discarded in Store.Discarded) Log.CheckpointDiscarded(logger, changelog, discarded);
        (IsSuspect, IsDirty, origin, Offset, checkpointAsOf) = (false, false, null, 0, null);
        if (Store.Metadata is not { } bytes) return;
        origin = CheckpointMetadata.Read(bytes);
        if (origin is null) Log.CheckpointDiscarded(logger, changelog, "what it says of itself cannot be read");
        else Offset = origin.Offset;
        AsOf = DateTimeOffset.FromUnixTimeMilliseconds(origin?.Time ?? 0);
        checkpointAsOf = AsOf;
    }
}
