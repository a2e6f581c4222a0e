using Librdkafka;

namespace KafkaRider;

/// <summary>
/// Exactly-once: one loop, one transactional producer, one transaction over all partitions. Outputs, dead letters and positions become
/// visible together or not at all; after an abort the records are read again from the last commit. The group's generation fences a member
/// that was left behind (KIP-447), so instances need no fixed partitions.
/// </summary>
/// <remarks>
/// A record processor writes straight into the transaction, so its batches run one after the other and each must end within the
/// transaction's timeout (10 s). Typed consumers run side by side outside of it (<see cref="IBufferedProcessor"/>). The embedded broker
/// plays transactions without hiding what was aborted and forgets their offsets; there positions are committed by the consumer as well, so
/// everything here works in the same way, at-least-once. Without transactions (<see cref="ExactlyOnceOptions.Transactions"/>) it does so on
/// any broker.
/// </remarks>
internal sealed partial class TransactionRunner : IBatchRunner
{
    readonly EndpointLoop loop;
    readonly Consumer consumer;
    readonly BrokerProbe probe;
    readonly IReadOnlyDictionary<string, string> connection;
    readonly CancellationToken stopping;
    readonly RecordEndpointConfigurator settings;
    readonly ExactlyOnceOptions options;
    readonly string transactionalId;
    readonly IBufferedProcessor? buffered;
    readonly ITransactionParticipant? participant;
    readonly ITimerTick? timer;
    readonly int concurrency;
    readonly bool isPretended;
    readonly List<BatchInHand> inHand = [];

    /// <summary>Next offsets of the partitions with records in the open transaction.</summary>
    readonly Dictionary<AssignedPartition, long> pending = [];

    /// <summary>The batches in it, by the number that their output carries.</summary>
    readonly List<TransactionBatch> batches = [];

    readonly Dictionary<TopicPartitionOffset, FaultCopy> refusedCopies = [];

    Producer producer;
    OutputCommit transaction;
    TransactionOutput output;
    bool open;
    long openedAt;
    long tickedAt;
    bool isTimerFailing;
    int records;
    long bytes;
    int turn;

    internal TransactionRunner(
        EndpointLoop loop,
        Consumer consumer,
        BrokerProbe probe,
        IReadOnlyDictionary<string, string> connection,
        InstanceIdentity identity,
        CancellationToken stopping)
    {
        this.loop = loop;
        this.consumer = consumer;
        this.probe = probe;
        this.connection = connection;
        this.stopping = stopping;
        settings = loop.Settings;
        options = settings.ExactlyOnceOptions!;
        transactionalId = identity.TransactionalId;
        buffered = settings.Processor as IBufferedProcessor;
        participant = settings.Processor as ITransactionParticipant;
        timer = settings.Processor as ITimerTick;
        isPretended = !loop.Monitor.ExactlyOnce;
        concurrency = buffered is null ? 1 : settings.ConcurrentPartitionLimit;
        tickedAt = loop.Time.GetTimestamp();
        runId = Guid.CreateVersion7(loop.Time.GetUtcNow()).ToString();
        (producer, transaction, output) = StartProducer();
    }

    /// <summary>Nothing while records wait that can be taken in hand, else until the open transaction or the timer is due.</summary>
    public TimeSpan? LongestWait
    {
        get
        {
            if (inHand.Count < concurrency && loop.Partitions.Any(IsReady)) return TimeSpan.Zero;
            var commit = open ? UntilCommit() : (TimeSpan?)null;
            var tick = timer is null ? (TimeSpan?)null : Left(tickedAt, timer.TickInterval);
            return commit < tick ? commit : tick ?? commit;
        }
    }

    public void Start(AssignedPartition partition)
    {
        // The loop itself takes the records, in its next turn.
    }

    public bool IsWorkingOn(AssignedPartition partition) => inHand.Exists(work => work.Partition == partition);

    /// <summary>Queues fill up behind batches in hand and failed ones, and the loop cannot wait for itself.</summary>
    public bool WaitForRoom(AssignedPartition partition) => inHand.Count < concurrency && IsReady(partition);

    public void Work()
    {
        producer.Poll(TimeSpan.Zero);
        SettleEnded();
        if (output.Failure is not null) Abort(output.Failure);
        TakeBatches();
        Tick();
        CommitIfDue();
    }

    public bool Finish(IReadOnlyList<AssignedPartition> partitions, TimeSpan timeout)
    {
        var started = loop.Time.GetTimestamp();
        foreach (var work in inHand.FindAll(work => buffered is null || partitions.Contains(work.Partition)))
        {
            if (!work.WaitFor(Left(started, timeout)))
            {
                Log.WorkCancelled(loop.Logger, settings.Name, work.Partition.Id, timeout);
                work.Partition.Cancel();
                work.WaitFor(EndpointLimits.CancelGrace);
            }

            Settle(work);
        }

        if (open) Commit();
        return SettlePositions();
    }

    public void Lose(IReadOnlyList<AssignedPartition> partitions)
    {
        foreach (var partition in partitions) partition.Cancel();
        var leftBehind = false;
        foreach (var work in inHand.FindAll(work => buffered is null || partitions.Contains(work.Partition)))
        {
            leftBehind |= !work.WaitFor(EndpointLimits.CancelGrace) && buffered is null;
            work.MakeStale();
            Settle(work);
        }

        Abort(new KafkaException(ErrorCode.AssignmentLost, "Keeping the assignment"), leftBehind);
    }

    public void Dispose()
    {
        try
        {
            // Readers of committed records would wait for the broker to time it out.
            if (open) transaction.Abort(EndpointLimits.QueryTimeout);
        }
        catch (KafkaException exception)
        {
            Log.TransactionAborted(loop.Logger, settings.Name, exception.Message);
        }

        loop.Monitor.TransactionOpenedAt = null;
        foreach (var work in inHand) work.LetGo();
        SettlePositions();
        producer.Dispose();
    }

    bool IsReady(AssignedPartition partition) =>
        partition is { IsPlaced: true, HeldBecause: null, Draining.IsCancellationRequested: false }
        && (partition.HasRecords || partition.SpareBatch is { Count: > 0 })
        && loop.Time.GetTimestamp() >= partition.RetryAt
        && !IsWorkingOn(partition);

    TimeSpan Left(long since, TimeSpan interval)
    {
        var left = interval - loop.Time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Between batches, so that nothing half done is with it in the transaction.</summary>
    void Tick()
    {
        if (timer is null || Left(tickedAt, timer.TickInterval) > TimeSpan.Zero) return;
        tickedAt = loop.Time.GetTimestamp();
        if (!loop.Partitions.Any(partition => partition.IsPlaced)) return;
        try
        {
            output.Batch = TransactionOutput.NoBatch;
            timer.Tick(output);
            if (isTimerFailing) loop.Monitor.Problem = null;
            isTimerFailing = false;
        }
        catch (Exception exception)
        {
            isTimerFailing = true;
            loop.Monitor.Problem = $"timer: {exception.Message}";
            Abort(exception);
        }
    }
}
