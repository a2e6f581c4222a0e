using System.Collections.Concurrent;
using KafkaRider;
using Librdkafka;
using Microsoft.Extensions.Logging;
using State;

namespace Streams;

/// <summary>
/// The tasks of one exactly-once endpoint: what its processor asks for their stages, and passes on what it is told of partitions and
/// transactions. State changes are in the transaction as changelog records, and in a task's store once it is committed, so a store never
/// holds what was not.
/// </summary>
public sealed class TaskHost : IDisposable
{
    /// <summary>
    /// For so long after a commit, which the group takes from the partitions' owner alone, nobody else owns them: less than the session of
    /// a member that is not heard of any more, and than the endpoint waits for a revocation.
    /// </summary>
    static readonly TimeSpan SureOwnership = TimeSpan.FromSeconds(4);

    /// <summary>How often a task with more that is due is called in one tick: some ten thousand timers, a fraction of a second.</summary>
    const int MostCalls = 20;

    readonly TaskSettings settings;
    readonly TimeProvider time;
    readonly ILogger logger;
    readonly Dictionary<string, TaskDefinition> definitions;
    readonly ConcurrentDictionary<TopicPartition, StateTask> tasks = new();

    /// <summary>Held while a task is opened or closed: its folder cannot be opened twice.</summary>
    readonly ConcurrentDictionary<TopicPartition, Lock> doors = new();

    readonly ChangelogEnds ends;
    readonly CopyStore? copies;
    readonly GroupPositions positions;
    readonly StandbyFollower? standby;
    readonly ConcurrentQueue<Action> questions = new();

    /// <summary>Partitions of the topics whose records may be handed over.</summary>
    readonly ConcurrentDictionary<string, int> partitionCounts = new(StringComparer.Ordinal);

    readonly HandOver handOver = new();

    long commitBegan;
    long ownedSince;
    bool isDisposed;

    /// <summary>Keeps these tasks. Nothing is opened before a partition is assigned, unless the settings ask for standby.</summary>
    public TaskHost(TaskSettings settings, IEnumerable<TaskDefinition> definitions, TimeProvider time, ILogger logger)
    {
        this.settings = settings;
        ends = new ChangelogEnds(settings.Connection);
        positions = new GroupPositions(settings.Connection, settings.Application);
        copies = settings.Copies is { } copied ? new CopyStore(settings.Application, copied) : null;
        this.time = time;
        this.logger = logger;
        this.definitions = definitions.ToDictionary(definition => definition.Topic, StringComparer.Ordinal);
        if (!settings.Standby) return;
        var followed = new FollowedTasks(settings, this.definitions.Values, Open, time, logger);
        standby = new StandbyFollower(settings.Connection, followed, () => tasks.Values.Any(task => task.IsRestoring), time, logger);
    }

    /// <summary>What each task has and did.</summary>
    public IReadOnlyList<TaskStatistics> Statistics =>
        [.. tasks.Values.Select(task => task.Statistics).OrderBy(task => (task.Store, task.Partition))];

    /// <summary>Whether partitions of a topic have tasks.</summary>
    public bool HasTasks(string topic) => definitions.ContainsKey(topic);

    /// <summary>The task of an assigned partition, for the endpoint's loop.</summary>
    /// <typeparam name="T">What its definition makes.</typeparam>
    public T Of<T>(string topic, int partition) where T : class, ITaskState => (T)tasks[new TopicPartition(topic, partition)].Stage;

    /// <summary>The state of an assigned partition without the open transaction's changes. Not while the loop uses it.</summary>
    internal IKeyedState Committed(string topic, int partition) => tasks[new TopicPartition(topic, partition)].Committed;

    /// <summary>Opens the partition's state and brings it to the end of its changelog; nothing for topics without tasks.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="context">What is known of it.</param>
    /// <param name="cancellationToken">Cancelled when the partition goes: until then it is the endpoint's.</param>
    /// <exception cref="StateRefusedException">The state there was made by a pipeline that meant something else.</exception>
    public ValueTask Assigned(TopicPartition partition, PartitionContext context, CancellationToken cancellationToken)
    {
        if (!definitions.TryGetValue(partition.Topic, out var definition)) return ValueTask.CompletedTask;
        var isHandedOver = settings is { HandsOver: true, Copies: null } && definition.IsOrderFree && context.IsTransactional;
        return new ValueTask(Task.Factory.StartNew(
            () =>
            {
                if (isHandedOver) partitionCounts.GetOrAdd(partition.Topic, ends.Partitions);
                Open(partition).Restore(context.ClusterId, cancellationToken);
            },
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    /// <summary>Records of the partition may come.</summary>
    public void Running(TopicPartition partition)
    {
        if (!tasks.TryGetValue(partition, out var task)) return;
        task.Run();
        if (partitionCounts.TryGetValue(partition.Topic, out var partitions)) handOver.Add(partition.Topic, partitions, task);
    }

    /// <summary>No more records of the partition come, and none are handed over to it.</summary>
    public void Stopped(TopicPartition partition)
    {
        handOver.Remove(partition.Topic, partition.Partition);
        if (tasks.TryGetValue(partition, out var task)) task.Stop();
    }

    /// <summary>
    /// The partition goes, after its last transaction: a checkpoint is taken, so that whoever comes next reads little. The store stays
    /// open, as eager assignors take everything away only to give most of it back.
    /// </summary>
    public void Revoked(TopicPartition partition)
    {
        if (!tasks.TryGetValue(partition, out var task) || !task.HasRun) return;
        TaskCrashPoints.Reached?.Invoke(TaskCrashPoint.Revoked);
        task.Leave(() => Volatile.Read(ref ownedSince) is not 0 and var since && time.GetElapsedTime(since) < SureOwnership);
        task.Copying?.Leave();
    }

    /// <summary>The partition is gone, and with it what was not committed.</summary>
    public void Lost(TopicPartition partition)
    {
        // Perhaps it is back already.
        if (!tasks.TryGetValue(partition, out var task) || task.IsRunning) return;
        task.Drop();
        task.Copying?.Leave();
    }

    /// <summary>
    /// The output for stages, and for what comes before them: what they send to tasks that are here waits for <see cref="Deliver"/>.
    /// </summary>
    public IRecordOutput Over(IRecordOutput output) => handOver.Over(output);

    /// <summary>Lets the tasks process what waits for them. After each record or tick, so that none of it is left at the commit.</summary>
    public void Deliver() => handOver.Deliver();

    /// <summary>Puts the changes of the open transaction into it.</summary>
    public void BeforeCommit(IRecordOutput output)
    {
        commitBegan = time.GetTimestamp();
        foreach (var task in tasks.Values)
        {
            if (!task.IsRunning) continue;
            task.ProduceChanges(output);
            if (TaskCrashPoints.IsWithoutOverlay) task.Apply();
        }
        TaskCrashPoints.Reached?.Invoke(TaskCrashPoint.ChangesProduced);
    }

    /// <summary>Moves them into the stores, and goes on with the checkpoint of one that is due.</summary>
    /// <param name="committed">Next offset to read of every assigned partition.</param>
    public void Committed(IReadOnlyList<TopicPartitionOffset> committed)
    {
        TaskCrashPoints.Reached?.Invoke(TaskCrashPoint.BeforeApply);
        Volatile.Write(ref ownedSince, commitBegan);
        StateTask? begun = null, due = null;
        foreach (var position in committed)
            if (tasks.TryGetValue(position.TopicPartition, out var task)) task.Next = position.Offset;
        foreach (var task in tasks.Values)
        {
            if (!task.IsRunning) continue;
            task.Apply();
            if (task.IsCheckpointing) begun = task;
            else if (task.IsCheckpointDue) due ??= task;
        }
        TaskCrashPoints.Reached?.Invoke(TaskCrashPoint.Applied);
        (begun ?? due)?.AdvanceCheckpoint();
    }

    /// <summary>Forgets them.</summary>
    public void Aborted()
    {
        handOver.Clear();
        foreach (var task in tasks.Values)
            if (task.IsRunning) task.Drop();
    }

    /// <summary>
    /// What a join's state holds of a key, asked of its task's thread between batches: by row id where rows may change their key, else by
    /// join key.
    /// </summary>
    /// <param name="topic">The repartition topic of the rows.</param>
    /// <param name="partition">The partition of the key.</param>
    /// <param name="key">The key.</param>
    /// <param name="most">Most rows of the answer.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Null when the partition is not with this instance, or has no rows to look at.</returns>
    public async Task<IReadOnlyList<JoinedRow>?> Rows(
        string topic, int partition, ReadOnlyMemory<byte> key, int most, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<IReadOnlyList<JoinedRow>?>(TaskCreationOptions.RunContinuationsAsynchronously);
        questions.Enqueue(() => answer.TrySetResult(
            tasks.TryGetValue(new TopicPartition(topic, partition), out var task) && task is { IsRunning: true, Stage: IRowStage stage }
                ? stage.Rows(key.Span, most)
                : null));
        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Takes a savepoint of each running task: a checkpoint, of what some next commits hold, copied so that age never deletes it.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting for the loop, not the savepoints.</param>
    /// <returns>One for each; none of them fails.</returns>
    /// <exception cref="InvalidOperationException">Checkpoints are copied nowhere.</exception>
    public async Task<IReadOnlyList<Task<SavedTask>>> Savepoint(CancellationToken cancellationToken)
    {
        if (copies is null) throw new InvalidOperationException("checkpoints are copied nowhere: there is no place for a savepoint");
        var asked = new TaskCompletionSource<IReadOnlyList<Task<SavedTask>>>(TaskCreationOptions.RunContinuationsAsynchronously);
        questions.Enqueue(() => asked.TrySetResult(
            [.. tasks.Values.Where(task => task.IsRunning).Select(task => task.Copying!.Save())]));
        return await asked.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Does what is due by time.</summary>
    public void Tick(IRecordOutput output)
    {
        for (var left = questions.Count; left > 0 && questions.TryDequeue(out var question); left--) question();
        var (now, over) = (time.GetUtcNow(), Over(output));
        var running = tasks.Values.Where(task => task.IsRunning).ToList();
        var changes = running.Sum(task => task.ChangeCount);
        foreach (var task in running)
        {
            task.EndIfWritten();
            for (var (calls, isMoreDue) = (0, true); isMoreDue && calls < MostCalls; calls++)
            {
                isMoreDue = !task.Stage.Tick(now, over);
                Deliver();
            }
        }
        // With no record in sight, what time changes is committed soon, and savepoints take their steps, which are between commits.
        if (running.Sum(task => task.ChangeCount) > changes || running.Any(task => task.IsSaveWanted))
            running[0].Touch(output);
    }

    /// <summary>Closes the stores. What was committed since their last checkpoints comes back from the changelogs.</summary>
    public void Dispose()
    {
        // A container disposes of what several services share once for each.
        if (isDisposed) return;
        standby?.Dispose();
        isDisposed = true;
        foreach (var (partition, door) in doors)
        {
            lock (door)
                if (tasks.TryRemove(partition, out var task)) task.Dispose();
        }
        ends.Dispose();
        positions.Dispose();
        copies?.Dispose();
    }

    /// <summary>The task of a partition, opened if it is not.</summary>
    StateTask Open(TopicPartition partition)
    {
        if (tasks.TryGetValue(partition, out var open)) return open;
        lock (doors.GetOrAdd(partition, _ => new Lock()))
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return tasks.GetOrAdd(partition, _ => new StateTask(
                definitions[partition.Topic], partition.Partition, settings, ends, Copying(partition), time, logger));
        }
    }

    TaskCopying? Copying(TopicPartition partition) => copies is null
        ? null
        : new TaskCopying(copies, positions, definitions[partition.Topic], partition, time, logger);
}
