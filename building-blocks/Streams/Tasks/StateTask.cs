using System.Text;
using Librdkafka;
using Microsoft.Extensions.Logging;
using State;

namespace Streams;

/// <summary>
/// One task: its store, the open transaction's changes over it, its stage. The store only ever holds what is committed. Used by the
/// endpoint's loop while it runs, by one other thread while it is restored.
/// </summary>
sealed partial class StateTask : IDisposable
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
    Task<long>? preparing;
    (Task Task, CheckpointMetadata Metadata)? saving;
    TimeSpan pause;
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

    public ITaskState Stage { get; }

    /// <summary>The state without the open transaction's changes.</summary>
    public IKeyedState Committed => store;

    /// <summary>Records may come.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Copies of its checkpoints; null when there are none.</summary>
    public TaskCopying? Copying => copying;

    /// <summary>The next record that it reads, as of what the store holds; null while that is not known.</summary>
    public long? Next { get; set; }

    public TaskStatistics Statistics => statistics with { CopiedAt = copying?.CopiedAt, CopyFailures = copying?.Failed ?? 0 };

    /// <summary>True while a checkpoint is being taken.</summary>
    public bool IsCheckpointing => preparing is not null || saving is not null;

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
            EndCheckpoint();
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
                throw new StateRefusedException(definition.Store, definition.WayOut);
            cluster = clusterId;
            Next = copying?.Committed();
            var took = time.GetElapsedTime(started);
            statistics = statistics with { Restored = applied, RestoreTime = took, Entries = store.Entries };
            Log.Restored(logger, changelog, statistics.Entries, applied, took);
            TaskCrashPoints.Reached?.Invoke(TaskCrashPoint.Restored);
        }
    }

    public void Run() => IsRunning = true;

    public void Stop() => IsRunning = false;

    /// <summary>
    /// Takes the next step of a checkpoint, between transactions, and waits for none. First it is asked where the changelog ends, and the
    /// store is prepared: by the next commit every transaction with records before that end has ended and is in the store, or was aborted.
    /// Then what the checkpoint holds is decided, and its files are written beside the loop.
    /// </summary>
    public void AdvanceCheckpoint()
    {
        if (saving is { } saved)
        {
            if (saved.Task.IsCompleted) FinishCheckpoint();
        }
        else if (preparing is not { } asked)
        {
            var started = time.GetTimestamp();
            preparing = Prepare();
            pause = time.GetElapsedTime(started);
        }
        else if (asked.IsCompleted)
        {
            preparing = null;
            if (asked.Exception?.InnerException is KafkaException failure) Log.CheckpointPostponed(logger, changelog, failure.Message);
            else Save(asked.GetAwaiter().GetResult());
        }
    }

    /// <summary>
    /// Between batches: ends a checkpoint that is written, and takes one that a savepoint wants while nobody writes. Of a task without
    /// changes none is in the open transaction, so that what its changelog holds is in the store.
    /// </summary>
    public void AdvanceIfQuiet()
    {
        var isWanted = copying is { IsSaveWanted: true } && overlay.Changes.Count == 0 && !isSuspect;
        if (isWanted || saving is { Task.IsCompleted: true }) AdvanceCheckpoint();
    }

    /// <summary>Takes a checkpoint now, where no transaction is open.</summary>
    public void CheckpointNow()
    {
        EndCheckpoint();
        if (!isDirty || isSuspect || cluster is null) return;
        Save(ends.Of(changelog));
        EndCheckpoint();
        if (isSuspect) throw new IOException($"the checkpoint of {changelog} could not be written: the log says why");
    }

    public void Dispose()
    {
        copying?.Dispose();
        overlay.Dispose();
        store.Dispose();
    }

    async Task<long> Prepare()
    {
        var prepared = store.PrepareCheckpointAsync();
        var end = ends.Ask(changelog);
        await prepared.ConfigureAwait(false);
        return await end.ConfigureAwait(false);
    }

    void Save(long offset)
    {
        var started = time.GetTimestamp();
        var metadata = new CheckpointMetadata(
            CheckpointMetadata.NewestFormat, cluster!, changelog.Topic, Partition, offset, time.GetUtcNow().ToUnixTimeMilliseconds(),
            definition.Topic, Next);
        var isPrepared = store.IsCheckpointPrepared;
        var task = store.CheckpointAsync(metadata.Write()).AsTask();
        // So much was written meanwhile that it is prepared again, which the owner waits for.
        if (!isPrepared) Wait(task);
        isDirty = false;
        checkpointedAt = started;
        saving = (task, metadata);
        pause += time.GetElapsedTime(started);
    }

    /// <exception cref="IOException">It could not be written: the store is at its checkpoint before, or at none.</exception>
    void FinishCheckpoint()
    {
        var (task, metadata) = saving!.Value;
        saving = null;
        isSuspect = true;
        task.GetAwaiter().GetResult();
        isSuspect = false;
        statistics = statistics with
        {
            Entries = store.Entries,
            CheckpointedAt = DateTimeOffset.FromUnixTimeMilliseconds(metadata.Time),
            CheckpointTime = pause,
        };
        Log.Checkpointed(logger, changelog, metadata.Offset, statistics.Entries, pause);
        copying?.Offer(store.Published!, metadata);
        TaskCrashPoints.Reached?.Invoke(TaskCrashPoint.Checkpointed);
    }

    /// <summary>Waits until no checkpoint is being taken. One that fails makes the store suspect.</summary>
    void EndCheckpoint()
    {
        if (preparing is { } asked) Wait(asked);
        preparing = null;
        if (saving is not { } saved) return;
        Wait(saved.Task);
        try
        {
            FinishCheckpoint();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or StateUnreadableException)
        {
            Log.CheckpointFailed(logger, failure, changelog);
        }
    }

    /// <summary>The caller is the loop's thread, which may wait; others do the work.</summary>
    static void Wait(Task task) => ((IAsyncResult)task).AsyncWaitHandle.WaitOne();

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
        else if (isSuspect || store.Entries > 0)
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
