using System.Text;
using KafkaRider;
using Librdkafka;
using Microsoft.Extensions.Logging;
using State;

namespace Streams;

/// <summary>
/// One task: its store, the open transaction's changes over it, its stage. The store only ever holds what is committed. Used by the
/// endpoint's loop while it runs, by one other thread while it is restored.
/// </summary>
sealed class StateTask : IDisposable
{
    static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);

    /// <summary>Names the pipeline's fingerprint among the state's keys; stages begin theirs with other bytes.</summary>
    static readonly byte[] FingerprintKey = [0];

    readonly TaskDefinition definition;
    readonly TaskSettings settings;
    readonly TopicPartition changelog;
    readonly ChangelogEnds ends;
    readonly TaskCopying? copying;
    readonly TimeProvider time;
    readonly ILogger logger;
    readonly Lock restoring = new();
    readonly string folder;
    readonly FasterStore store;
    readonly TransactionOverlay overlay;
    readonly byte[] fingerprint;
    string? cluster;
    bool isSuspect;
    bool isDirty;
    Task<long>? changelogEnd;
    TaskStatistics statistics;
    long checkpointedAt;

    public StateTask(
        TaskDefinition definition, int partition, TaskSettings settings, ChangelogEnds ends, TaskCopying? copying, TimeProvider time,
        ILogger logger)
    {
        this.definition = definition;
        this.settings = settings;
        this.ends = ends;
        this.copying = copying;
        this.time = time;
        this.logger = logger;
        Partition = partition;
        changelog = new TopicPartition(JoinNames.Changelog(settings.Application, definition.Store), partition);
        fingerprint = Encoding.UTF8.GetBytes(definition.Fingerprint);
        folder = Path.Combine(settings.Folder, definition.Store, $"{partition}");
        store = new FasterStore(new StoreSettings { Folder = folder, MemoryBytes = settings.MemoryBytes });
        overlay = new TransactionOverlay(store);
        Stage = definition.Create(overlay, partition);
        statistics = new TaskStatistics(definition.Store, partition, 0, 0, TimeSpan.Zero, null, TimeSpan.Zero);
        checkpointedAt = time.GetTimestamp();
    }

    public int Partition { get; }

    public ITaskStage Stage { get; }

    /// <summary>Records may come.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Copies of its checkpoints; null when there are none.</summary>
    public TaskCopying? Copying => copying;

    /// <summary>The next record that it reads, as of what the store holds; null while that is not known.</summary>
    public long? Next { get; set; }

    public TaskStatistics Statistics => statistics with { CopiedAt = copying?.CopiedAt, CopyFailures = copying?.Failed ?? 0 };

    /// <summary>True when a checkpoint should be taken.</summary>
    public bool IsCheckpointDue =>
        copying is { IsSaveWanted: true }
        || (isDirty && (store.IsCheckpointDue || time.GetElapsedTime(checkpointedAt) > settings.CheckpointInterval));

    /// <summary>Brings the state to the end of its changelog. Blocks.</summary>
    /// <exception cref="StateRefusedException">It was made by a pipeline that meant something else.</exception>
    public void Restore(string clusterId, CancellationToken cancellationToken)
    {
        lock (restoring)
        {
            var started = time.GetTimestamp();
            IsRunning = false;
            overlay.Drop();
            using var reader = new Changelog(settings.Connection, changelog, time);
            // The end first: what is committed before it must be in the state, whatever is committed meanwhile.
            var (low, end) = reader.Offsets();
            var from = Math.Max(low, Trusted(clusterId, end, cancellationToken));
            TaskCrashPoints.Reached?.Invoke(TaskCrashPoint.RestoreBegun);
            isSuspect = true;
            var applied = reader.Apply(store, from, end, Progress(from, end), cancellationToken);
            isSuspect = false;
            isDirty |= applied > 0;
            if (store.TryGet(FingerprintKey, out var made) && !made.SequenceEqual(fingerprint))
                throw new StateRefusedException(definition.Store);
            cluster = clusterId;
            Next = copying?.Committed();
            var took = time.GetElapsedTime(started);
            statistics = statistics with { Restored = applied, RestoreTime = took, Entries = store.Statistics.Entries };
            Log.Restored(logger, changelog, statistics.Entries, applied, took);
            TaskCrashPoints.Reached?.Invoke(TaskCrashPoint.Restored);
        }
    }

    public void Run() => IsRunning = true;

    public void Stop() => IsRunning = false;

    /// <summary>Produces the open transaction's changes.</summary>
    public void ProduceChanges(IRecordOutput output)
    {
        if (overlay.Changes.Count == 0) return;
        if (!overlay.TryGet(FingerprintKey, out _)) overlay.Put(FingerprintKey, fingerprint);
        foreach (var change in overlay.Changes)
            output.Produce(changelog.Topic, changelog.Partition, change.Key, change.IsRemoved ? default : change.Value);
    }

    /// <summary>The transaction is committed.</summary>
    public void Apply()
    {
        if (overlay.Changes.Count == 0) return;
        isSuspect = true;
        overlay.Apply();
        isSuspect = false;
        isDirty = true;
    }

    /// <summary>The transaction is aborted.</summary>
    public void Drop() => overlay.Drop();

    /// <summary>
    /// Takes a due checkpoint, between transactions. Where the changelog ends is asked for first, beside the loop: by the next commit every
    /// transaction with records before that end has ended and is in the store, or was aborted.
    /// </summary>
    public void CheckpointIfKnown()
    {
        changelogEnd ??= ends.Ask(changelog);
        if (!changelogEnd.IsCompleted) return;
        var asked = changelogEnd;
        changelogEnd = null;
        if (asked.IsCompletedSuccessfully) Checkpoint(asked.GetAwaiter().GetResult());
        else Log.CheckpointPostponed(logger, changelog, asked.Exception!.InnerException!.Message);
    }

    /// <summary>
    /// Takes the checkpoint that a savepoint wants, while nobody writes: of a task without changes none is in the open transaction, so that
    /// what its changelog holds is in the store.
    /// </summary>
    public void SaveIfQuiet()
    {
        if (copying is { IsSaveWanted: true } && overlay.Changes.Count == 0 && !isSuspect) CheckpointIfKnown();
    }

    /// <summary>Takes a checkpoint now, where no transaction is open.</summary>
    public void CheckpointNow()
    {
        if (isDirty && !isSuspect && cluster is not null) Checkpoint(ends.Of(changelog));
    }

    public void Dispose()
    {
        copying?.Dispose();
        overlay.Dispose();
        store.Dispose();
    }

    void Checkpoint(long offset)
    {
        var started = time.GetTimestamp();
        var now = time.GetUtcNow();
        var metadata = new CheckpointMetadata(
            CheckpointMetadata.NewestFormat, cluster!, changelog.Topic, Partition, offset, now.ToUnixTimeMilliseconds(),
            definition.Topic, Next);
        isSuspect = true;
        // The caller is the loop's thread, which may wait; the pool does the work.
        var task = Task.Run(() => store.CheckpointAsync(metadata.Write()).AsTask());
        ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
        task.GetAwaiter().GetResult();
        isSuspect = isDirty = false;
        checkpointedAt = time.GetTimestamp();
        statistics = statistics with
        {
            Entries = store.Statistics.Entries,
            CheckpointedAt = now,
            CheckpointTime = time.GetElapsedTime(started),
        };
        Log.Checkpointed(logger, changelog, offset, statistics.Entries, statistics.CheckpointTime);
        copying?.Offer(store.Published!, metadata);
        TaskCrashPoints.Reached?.Invoke(TaskCrashPoint.Checkpointed);
    }

    /// <summary>The changelog offset to go on from: what is in the store by its newest checkpoint, if that can be trusted.</summary>
    long Trusted(string clusterId, long end, CancellationToken cancellationToken)
    {
        foreach (var discarded in store.Discarded) Log.CheckpointDiscarded(logger, changelog, discarded);
        if (isSuspect) store.Restore();
        if (store.Metadata is { } bytes)
        {
            var metadata = CheckpointMetadata.Read(bytes);
            var fault = metadata is null ? "what it says of itself cannot be read" : Fault(metadata, clusterId, end);
            if (fault is null) return metadata!.Offset;
            Log.CheckpointDiscarded(logger, changelog, fault);
            store.Reset();
        }
        else if (isSuspect || store.Statistics.Entries > 0)
        {
            store.Reset();
        }
        return copying?.Restore(store, folder, metadata => Fault(metadata, clusterId, end), cancellationToken) ?? 0;
    }

    /// <summary>Why a checkpoint cannot be gone on from; null when it can.</summary>
    string? Fault(CheckpointMetadata metadata, string clusterId, long end)
    {
        var fault = metadata.Fault(clusterId, changelog.Topic, Partition, time.GetUtcNow() - settings.TombstoneRetention);
        return fault is null && metadata.Offset > end
            ? $"it is of offset {metadata.Offset} and the changelog ends at {end}: the topic was made anew"
            : fault;
    }

    Action<long> Progress(long from, long end)
    {
        var told = time.GetTimestamp();
        return offset =>
        {
            if (time.GetElapsedTime(told) < ProgressInterval) return;
            told = time.GetTimestamp();
            Log.Restoring(logger, changelog, offset - from, end - from);
        };
    }
}
