using Librdkafka;

namespace KafkaRider;

/// <summary>
/// At-least-once: partitions run in parallel on the pool, one batch of each at a time. A position moves when the batch is done and all it
/// produced is acknowledged, and is committed by time, by count, when partitions are revoked, and at the stop.
/// </summary>
internal sealed class AtLeastOnceRunner : IBatchRunner
{
    readonly EndpointLoop loop;
    readonly Consumer consumer;
    readonly RecordEndpointConfigurator settings;
    readonly OutputProducer producer;
    readonly SemaphoreSlim places;
    long lastCommit;
    bool commitFailed;

    internal AtLeastOnceRunner(EndpointLoop loop, Consumer consumer, IReadOnlyDictionary<string, string> connection)
    {
        this.loop = loop;
        this.consumer = consumer;
        settings = loop.Settings;
        producer = new OutputProducer(settings, connection, loop);
        places = new SemaphoreSlim(settings.ConcurrentPartitionLimit);
        lastCommit = loop.Time.GetTimestamp();
    }

    public TimeSpan? LongestWait => null;

    public void Start(AssignedPartition partition)
    {
        partition.Work ??= new PartitionWork(partition, loop, producer, places);
        ThreadPool.UnsafeQueueUserWorkItem(partition.Work, preferLocal: false);
    }

    public bool IsWorkingOn(AssignedPartition partition) => partition.IsBusy;

    public bool WaitForRoom(AssignedPartition partition) =>
        !partition.IsWaiting && partition.WaitForRoom(loop.RecordLimit(partition), loop.ByteLimit(partition), EndpointLimits.RoomWait);

    /// <summary>
    /// The interval runs from the last commit, or since there is something to commit; the count is of offsets, also within a batch that
    /// tells how far it is. A commit that failed is made again after the interval.
    /// </summary>
    public void Work()
    {
        var (isDirty, undone) = (false, 0L);
        foreach (var partition in loop.Partitions)
        {
            isDirty |= partition.IsDirty;
            undone += partition.Uncommitted;
        }

        loop.Monitor.UncommittedSince = isDirty ? loop.Monitor.UncommittedSince ?? loop.Time.GetTimestamp() : null;
        var due = loop.Time.GetElapsedTime(lastCommit) >= settings.CheckpointInterval;
        if (!isDirty || !(due || (undone >= settings.CheckpointMessageCount && !commitFailed))) return;
        lastCommit = loop.Time.GetTimestamp();
        Commit(loop.Partitions);
    }

    public bool Finish(IReadOnlyList<AssignedPartition> partitions, TimeSpan timeout)
    {
        var started = loop.Time.GetTimestamp();
        foreach (var partition in partitions)
        {
            if (WaitForIdle(partition, timeout - loop.Time.GetElapsedTime(started))) continue;
            Log.WorkCancelled(loop.Logger, settings.Name, partition.Id, timeout);
            partition.Cancel();
            WaitForIdle(partition, EndpointLimits.CancelGrace);
        }

        Commit(partitions);
        return true;
    }

    public void Lose(IReadOnlyList<AssignedPartition> partitions)
    {
        foreach (var partition in partitions) partition.Cancel();
    }

    public void Dispose()
    {
        producer.Dispose();
    }

    bool WaitForIdle(AssignedPartition partition, TimeSpan timeout)
    {
        var started = loop.Time.GetTimestamp();
        while (partition.IsBusy)
        {
            var left = timeout - loop.Time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) return false;
            partition.WaitForIdle(left);
        }

        return true;
    }

    static List<(AssignedPartition Partition, long Offset)> Dirty(IReadOnlyList<AssignedPartition> partitions)
    {
        List<(AssignedPartition, long)> dirty = [];
        foreach (var group in partitions.GroupBy(partition => partition.Group))
        {
            group.Key?.Positions.Enter();
            foreach (var partition in group)
                if (partition is { IsDirty: true, Position: { } offset }) dirty.Add((partition, offset));
            group.Key?.Positions.Exit();
        }

        return dirty;
    }

    void Commit(IReadOnlyList<AssignedPartition> partitions)
    {
        var started = loop.Time.GetTimestamp();
        var dirty = Dirty(partitions);
        if (dirty.Count == 0) return;
        var offsets = dirty.ConvertAll(
            entry => new TopicPartitionOffset(entry.Partition.Id.Topic, entry.Partition.Id.Partition, entry.Offset));
        var outcome = ErrorCode.NoError;
        try
        {
            consumer.Commit(offsets, EndpointLimits.CommitTimeout);
            foreach (var (partition, offset) in dirty) partition.Committed = offset;
            commitFailed = false;
            loop.Monitor.UncommittedSince = null;
            RiderMetrics.Committed(settings, loop.Time.GetElapsedTime(started));
        }
        catch (KafkaException exception) when (!exception.IsFatal)
        {
            commitFailed = true;
            outcome = exception.Code;
            Log.CommitFailed(loop.Logger, settings.Name, exception.Message);
        }

        settings.Handlers.TellCommitted(offsets, outcome, loop.Logger, settings.Name);
    }
}
