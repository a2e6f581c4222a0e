using System.Text;
using Librdkafka;
using Microsoft.Extensions.Logging;
using State;

namespace Streams;

/// <summary>
/// One task: its store, the open transaction's changes over it, its stage. The store only ever holds what is committed. Used by the
/// endpoint's loop while it runs, by one other thread while it is restored or followed (<see cref="TaskOwnership"/>).
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
    readonly TaskOwnership ownership = new();
    readonly string folder;
    readonly TaskStore held;
    readonly TaskCheckpoints checkpoints;
    readonly TransactionOverlay overlay;
    readonly byte[] fingerprint;
    readonly Func<Task<long>> askEnd;
    readonly Func<long, CheckpointMetadata> describe;
    TaskStatistics statistics;

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
        held = new TaskStore(folder, changelog, settings, time, logger);
        checkpoints = new TaskCheckpoints(held, changelog, time, logger);
        overlay = new TransactionOverlay(held.Store);
        Stage = definition.Create(overlay, partition);
        statistics = new TaskStatistics(definition.Store, partition, 0, 0, TimeSpan.Zero, null, TimeSpan.Zero);
        askEnd = () => ends.Ask(changelog);
        describe = Describe;
    }

    public int Partition { get; }

    public ITaskState Stage { get; }

    /// <summary>The state without the open transaction's changes.</summary>
    public IKeyedState Committed => held.Store;

    /// <summary>Records may come.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>They may, or might have since it was restored.</summary>
    public bool HasRun { get; private set; }

    /// <summary>Copies of its checkpoints; null when there are none.</summary>
    public TaskCopying? Copying => copying;

    /// <summary>The next record that it reads, as of what the store holds; null while that is not known.</summary>
    public long? Next { get; set; }

    /// <summary>Records that came without its topic.</summary>
    public long HandedOver { get; set; }

    /// <summary>Its state is being brought to the end of its changelog at this moment.</summary>
    public bool IsRestoring { get; private set; }

    public TaskStatistics Statistics => Snapshot() with
    {
        Role = Role,
        HandedOver = HandedOver,
        CopiedAt = copying?.CopiedAt,
        CopyFailures = copying?.Failed ?? 0,
    };

    /// <summary>True while a checkpoint is being taken.</summary>
    public bool IsCheckpointing => checkpoints.IsBegun;

    /// <summary>A savepoint waits for a checkpoint.</summary>
    public bool IsSaveWanted => copying is { IsSaveWanted: true };

    /// <summary>True when a checkpoint should be taken.</summary>
    public bool IsCheckpointDue => IsSaveWanted || checkpoints.IsDue(settings.CheckpointInterval, time.GetUtcNow());

    /// <summary>Brings the state to the end of its changelog. Blocks.</summary>
    /// <param name="clusterId">The cluster at hand.</param>
    /// <param name="cancellationToken">Cancelled when the partition goes, be it long after this has ended.</param>
    /// <exception cref="StateRefusedException">It was made by a pipeline that meant something else.</exception>
    public void Restore(string clusterId, CancellationToken cancellationToken)
    {
        ownership.Assign(cancellationToken);
        lock (ownership.Gate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ownership.Turn++;
            (IsRunning, HasRun, isFollowed, IsRestoring) = (false, false, false, true);
            try
            {
                ReadToEnd(clusterId, cancellationToken);
            }
            finally
            {
                IsRestoring = false;
            }
        }
    }

    public void Run() => IsRunning = HasRun = true;

    public void Stop() => IsRunning = false;

    /// <summary>
    /// Takes the next step of a checkpoint, between transactions, and waits for none. First it is asked where the changelog ends, and the
    /// store is prepared: by the next commit every transaction with records before that end, be it open when it was asked, has ended and is
    /// in the store, or was aborted; and as the group takes commits only from the partition's owner, nobody else had written before that
    /// end. Then what the checkpoint holds is decided, and its files are written beside the loop.
    /// </summary>
    public void AdvanceCheckpoint() => Note(checkpoints.Advance(askEnd, describe));

    /// <summary>Between batches: ends a checkpoint that is written, if there is one.</summary>
    public void EndIfWritten()
    {
        if (checkpoints.IsWritten) AdvanceCheckpoint();
    }

    /// <summary>
    /// The partition goes, after its last transaction: takes a checkpoint. Under the gate, as the loop may not wait for its end. When that
    /// is late, the next owner may have written, which is not in the store: then the checkpoint is not of the changelog's end, but of the
    /// offset that was last known to be held.
    /// </summary>
    /// <param name="isOwner">Whether nobody else can have written yet.</param>
    public void Leave(Func<bool> isOwner)
    {
        lock (ownership.Gate)
        {
            // So late that the partition is back already, and being used.
            if (IsRunning || !HasRun) return;
            Note(checkpoints.End());
            if (held.IsSuspect || !(held.IsDirty || held.IsCheckpointAging(time.GetUtcNow()))) return;
            var end = isOwner() ? ends.Of(changelog).End : held.Offset;
            Note(checkpoints.Take(isOwner() ? Describe(end) : Held()));
        }
    }

    public void Dispose()
    {
        lock (ownership.Gate)
        {
            copying?.Dispose();
            overlay.Dispose();
            held.Dispose();
        }
    }

    void ReadToEnd(string clusterId, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        overlay.Drop();
        Note(checkpoints.End());
        // The end first: what is committed before it must be in the state, whatever is committed meanwhile.
        var (asOf, (low, end)) = (time.GetUtcNow(), ends.Of(changelog));
        Begin(clusterId, end, cancellationToken);
        var from = Math.Max(low, held.Offset);
        TaskCrashPoints.Reached?.Invoke(TaskCrashPoint.RestoreBegun);
        using var reader = new Changelog(settings.Connection, changelog, time);
        var applied = reader.Read(ApplyAndTell(from, end), from, end, cancellationToken);
        held.Reach(end, asOf);
        if (held.Store.TryGet(FingerprintKey, out var made) && !made.SequenceEqual(fingerprint))
            throw new StateRefusedException(definition.Store, definition.WayOut);
        Next = copying?.Committed();
        var took = time.GetElapsedTime(started);
        statistics = statistics with { Restored = applied, RestoreTime = took, Entries = held.Store.Entries };
        Log.Restored(logger, changelog, statistics.Entries, applied, took);
        TaskCrashPoints.Reached?.Invoke(TaskCrashPoint.Restored);
    }

    CheckpointMetadata Held() => held.Describe() with { Input = definition.Topic, Next = Next };

    CheckpointMetadata Describe(long offset) => Held() with
    {
        Offset = offset,
        Time = time.GetUtcNow().ToUnixTimeMilliseconds(),
    };

    /// <summary>A checkpoint was taken: it is shown, and may be copied, unless the standby took it, which does not know the task's input.
    /// </summary>
    void Note(CheckpointMetadata? taken)
    {
        if (taken is null) return;
        statistics = statistics with
        {
            Entries = held.Store.Entries,
            CheckpointedAt = DateTimeOffset.FromUnixTimeMilliseconds(taken.Time),
            CheckpointTime = checkpoints.Pause,
        };
        if (taken.Input is not null) copying?.Offer(held.Store.Published!, taken);
    }

    /// <summary>Brings the store to what can be trusted: what is there, else a copy, else nothing.</summary>
    void Begin(string clusterId, long end, CancellationToken cancellationToken)
    {
        if (held.Trust(clusterId, end) || copying is null) return;
        held.Adopt(() => copying.Restore(held.Store, folder, copy => held.Fault(copy, clusterId, end), cancellationToken));
    }

    ChangelogAction ApplyAndTell(long from, long end)
    {
        var told = time.GetTimestamp();
        return (in Record record) =>
        {
            held.Apply(record);
            if (time.GetElapsedTime(told) < ProgressInterval) return;
            told = time.GetTimestamp();
            Log.Restoring(logger, changelog, record.Offset - from, end - from);
        };
    }
}
