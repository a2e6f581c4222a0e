using Librdkafka;
using Microsoft.Extensions.Logging;

namespace Streams;

/// <summary>
/// Follows the changelogs of all tasks that are not assigned to this instance, on a thread of its own with one client, so that a task that
/// is assigned has only a tail to read. Whatever fails is told once and tried again; tasks that run never notice. Tasks that are being
/// restored come first: meanwhile nothing is followed.
/// </summary>
sealed class StandbyFollower : IDisposable
{
    /// <summary>Most records that are applied before anything else is looked at: a task that is assigned waits for no more.</summary>
    const int BatchRecords = 500;

    /// <summary>Kilobytes of records that the client reads ahead, of all changelogs together.</summary>
    const string ReadAhead = "16384";

    static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan RestoreWait = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);
    static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(10);

    readonly IReadOnlyDictionary<string, string> connection;
    readonly FollowedTasks followed;
    readonly Func<bool> isRestoring;
    readonly TimeProvider time;
    readonly ILogger logger;
    readonly Retries retries;
    readonly CancellationTokenSource stopping = new();
    readonly RecordMessage[] batch = new RecordMessage[BatchRecords];
    readonly List<TopicPartitionOffset> ends = [];
    readonly List<ClientError> errors = [];
    readonly Thread thread;
    FollowedTask? saving;
    long reportedAt;

    /// <summary>Begins to follow them.</summary>
    /// <param name="connection">How to reach the cluster, by librdkafka's names.</param>
    /// <param name="followed">The tasks.</param>
    /// <param name="isRestoring">Whether a task of this instance is being restored now.</param>
    /// <param name="time">For waits and intervals.</param>
    /// <param name="logger">Is told what cannot be followed.</param>
    public StandbyFollower(
        IReadOnlyDictionary<string, string> connection, FollowedTasks followed, Func<bool> isRestoring, TimeProvider time, ILogger logger)
    {
        this.connection = connection;
        this.followed = followed;
        this.isRestoring = isRestoring;
        this.time = time;
        this.logger = logger;
        retries = new Retries(time);
        thread = new Thread(Run) { IsBackground = true, Name = "standby" };
        thread.Start();
    }

    /// <summary>Ends it, at the latest when a question to the broker has timed out.</summary>
    public void Dispose()
    {
        stopping.Cancel();
        thread.Join();
        stopping.Dispose();
    }

    void Run()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Follow();
            }
            catch (Exception failure)
            {
                if (stopping.IsCancellationRequested) return;
                foreach (var task in followed.All) task.Drop();
                if (retries.Failed()) Log.NotFollowed(logger, "every changelog", failure.Message);
                stopping.Token.WaitHandle.WaitOne(retries.Left);
            }
        }
    }

    void Follow()
    {
        // What the client before told, and nobody heeded any more, is not true of this one.
        ends.Clear();
        errors.Clear();
        using var consumer = Consumer.Create(Settings(), new ConsumerEvents { PartitionEnd = ends.Add, Error = errors.Add });
        var cluster = consumer.ClusterId(QueryTimeout) ?? throw new KafkaException(ErrorCode.TimedOut, "Asking for the cluster's id");
        while (!stopping.IsCancellationRequested)
        {
            if (isRestoring())
            {
                stopping.Token.WaitHandle.WaitOne(RestoreWait);
                continue;
            }
            followed.Discover(stopping.Token);
            Begin(consumer, cluster);
            Take(consumer);
            Checkpoint();
            Report(consumer);
        }
    }

    Dictionary<string, string> Settings() => new(AssignedReading.Settings(connection, "state-standby"))
    {
        // A position that is not in the log any more means that the topic is another one: its beginning does not fit the state.
        ["auto.offset.reset"] = "error",
        ["queued.max.messages.kbytes"] = ReadAhead,
    };

    /// <summary>
    /// Begins with tasks that have become free, and reads no more of those that have not stayed so. The assignment is replaced as a whole,
    /// which is rare: what was read ahead is read again.
    /// </summary>
    void Begin(Consumer consumer, string cluster)
    {
        var isChanged = false;
        foreach (var task in followed.All)
        {
            if (!isRestoring()) Guard(task, () => isChanged |= task.BeginIfFree(cluster, stopping.Token));
            isChanged |= task.IsMisplaced;
        }
        if (!isChanged) return;
        consumer.Assign(followed.All.Select(task => task.Position).OfType<TopicPartitionOffset>());
        foreach (var task in followed.All) task.Placed();
    }

    void Take(Consumer consumer)
    {
        var (count, next) = (consumer.Poll(batch, PollWait), 0);
        try
        {
            while (next < count)
            {
                var run = OfOnePartition(next, count);
                var first = batch[next].AsRecord();
                if (followed.TryGet(new TopicPartition(first.Topic, first.Partition), out var task))
                    Guard(task, () => task.Apply(run.Span));
                for (var end = next + run.Length; next < end; next++) batch[next].Dispose();
            }
        }
        finally
        {
            // Only after a failure: the client waits for the return of every record before it can be destroyed.
            while (next < count) batch[next++].Dispose();
        }
        // The ends of partitions stand behind the records that came with them, or at some of them.
        foreach (var end in ends)
            if (followed.TryGet(end.TopicPartition, out var task)) Guard(task, () => task.Reach(end.Offset));
        foreach (var error in errors) Heed(error);
        if ((count > 0 || ends.Count > 0) && retries.Succeeded()) Log.FollowedAgain(logger, "every changelog");
        ends.Clear();
        errors.Clear();
    }

    Memory<RecordMessage> OfOnePartition(int next, int count)
    {
        var end = next + 1;
        while (end < count && batch[end].IsOfPartitionOf(batch[next])) end++;
        return batch.AsMemory(next, end - next);
    }

    /// <summary>What the client does not mend by itself.</summary>
    void Heed(ClientError error)
    {
        if (error.IsFatal) throw new KafkaException(error.Code, "Following changelogs", error.Reason);
        if (error.Position is { } position)
        {
            var isGone = error.Code
                is ErrorCode.NoOffsetReset or ErrorCode.UnknownTopicOrPartition or ErrorCode.UnknownTopic or ErrorCode.UnknownPartition;
            if (followed.TryGet(position.TopicPartition, out var task)) task.Fail(error.Reason, isGone);
        }
        else if (error.Code == ErrorCode.AllBrokersDown && retries.Failed())
        {
            Log.NotFollowed(logger, "every changelog", error.Reason);
        }
    }

    /// <summary>One at a time, as each keeps the disk busy.</summary>
    void Checkpoint()
    {
        if (saving is not null && Step(saving)) return;
        saving = followed.All.FirstOrDefault(Step);

        bool Step(FollowedTask task)
        {
            var isBegun = false;
            Guard(task, () => isBegun = task.Checkpoint());
            return isBegun;
        }
    }

    void Report(Consumer consumer)
    {
        if (time.GetElapsedTime(reportedAt) < ReportInterval) return;
        reportedAt = time.GetTimestamp();
        foreach (var task in followed.All)
            if (task.IsRead && consumer.CachedWatermarkOffsets(task.Changelog).High is >= 0 and var end) task.Report(end);
    }

    /// <summary>The trouble of one task is its own.</summary>
    void Guard(FollowedTask task, Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure)
        {
            if (!stopping.IsCancellationRequested) task.Fail(failure.Message);
        }
    }
}
