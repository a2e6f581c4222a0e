using System.Diagnostics;
using Librdkafka;

namespace KafkaRider;

/// <summary>
/// Exactly-once: one loop, one transactional producer, one transaction over all partitions. Outputs, dead letters and positions become
/// visible together or not at all; after an abort the records are read again from the last commit. The group's generation fences a member
/// that was left behind (KIP-447), so instances need no fixed partitions.
/// </summary>
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
    readonly TransactionOutput output;

    /// <summary>Next offsets of the partitions in the open transaction.</summary>
    readonly Dictionary<AssignedPartition, long> pending = [];

    Producer producer;
    AssignedPartition? inHand;
    RecordBatch? batch;
    Task? processing;
    Activity? span;
    long processingSince;
    bool open;
    long openedAt;
    int records;
    long bytes;
    int turn;

    internal TransactionRunner(
        EndpointLoop loop, Consumer consumer, BrokerProbe probe, IReadOnlyDictionary<string, string> connection, CancellationToken stopping)
    {
        this.loop = loop;
        this.consumer = consumer;
        this.probe = probe;
        this.connection = connection;
        this.stopping = stopping;
        settings = loop.Settings;
        options = settings.ExactlyOnceOptions!;
        var instance = options.InstanceId ?? Guid.CreateVersion7(loop.Time.GetUtcNow()).ToString();
        transactionalId = $"{settings.GroupId}-{instance}";
        output = new TransactionOutput(settings, loop.Logger);
        producer = StartProducer();
    }

    /// <summary>Nothing while records wait, else until the open transaction is due.</summary>
    public TimeSpan? LongestWait => loop.Partitions.Any(IsReady) ? TimeSpan.Zero : open ? Remaining() : null;

    public void Start(AssignedPartition partition)
    {
        // The loop itself takes the records, in its next turn.
    }

    public bool IsWorkingOn(AssignedPartition partition) => partition == inHand;

    /// <summary>Queues only fill up behind a batch in hand, and the loop cannot wait for itself.</summary>
    public bool WaitForRoom(AssignedPartition partition) => processing is null;

    public void Work()
    {
        producer.Poll(TimeSpan.Zero);
        if (output.Failure is not null) Abort(output.Failure);
        AssignedPartition[] owned = [.. loop.Partitions];
        turn++;
        for (var i = 0; i < owned.Length; i++)
        {
            var partition = owned[(int)((uint)(turn + i) % owned.Length)];
            if (!IsReady(partition)) continue;
            ProcessBatch(partition);
            CommitIfDue();
        }

        CommitIfDue();
    }

    public void Finish(IReadOnlyList<AssignedPartition> partitions, TimeSpan timeout)
    {
        if (processing is not null && !WaitFor(processing, timeout))
        {
            Log.WorkCancelled(loop.Logger, settings.Name, inHand!.Id, timeout);
            inHand.Cancel();
            WaitFor(processing, EndpointLimits.CancelGrace);
        }

        SettleBatch();
        if (open) Commit();
    }

    public void Lose(IReadOnlyList<AssignedPartition> partitions)
    {
        foreach (var partition in partitions) partition.Cancel();
        if (processing is not null) WaitFor(processing, EndpointLimits.CancelGrace);
        if (open) Abort(new KafkaException(ErrorCode.AssignmentLost, "Keeping the assignment"));
        SettleBatch();
    }

    public void Dispose()
    {
        try
        {
            // Readers of committed records would wait for the broker to time it out.
            if (open) producer.AbortTransaction(EndpointLimits.QueryTimeout);
        }
        catch (KafkaException exception)
        {
            Log.TransactionAborted(loop.Logger, settings.Name, exception.Message);
        }

        producer.Dispose();
    }

    bool IsReady(AssignedPartition partition) =>
        partition is { HasRecords: true, IsPlaced: true, HeldBecause: null, Draining.IsCancellationRequested: false }
        && loop.Time.GetTimestamp() >= partition.RetryAt;

    TimeSpan Remaining()
    {
        var left = options.CommitInterval - loop.Time.GetElapsedTime(openedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    void ProcessBatch(AssignedPartition partition)
    {
        // A batch that failed before gets a transaction of its own, so that it does not undo the work of others again.
        if (partition.Attempts > 0 && pending.Count > 0) Commit();
        if (!IsReady(partition)) return;
        var taken = partition.SpareBatch
            ?? new RecordBatch(partition.Id.Topic, partition.Id.Partition, settings.GroupId, settings.BatchSize);
        partition.SpareBatch = null;
        if (!partition.Take(taken)) return;
        if (!open) Begin();
        output.Begin(producer);
        (inHand, batch, processingSince) = (partition, taken, loop.Time.GetTimestamp());
        span = RiderTraces.StartBatch(settings, taken);
        processing = Process(taken, partition.Cancelled);

        // Inside, partitions may be revoked, which settles this batch.
        while (processing is not null && !WaitFor(processing, EndpointLimits.AttentiveWait)) loop.TakeIn(TimeSpan.Zero);
        SettleBatch();
    }

    Task Process(RecordBatch taken, CancellationToken cancelled)
    {
        try
        {
            var task = settings.Processor!.Process(taken, output, cancelled);
            return task.IsCompletedSuccessfully ? Task.CompletedTask : task.AsTask();
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    /// <summary>Puts the finished batch into the transaction, or aborts because of it.</summary>
    void SettleBatch()
    {
        if (processing is not { } task || inHand is not { } partition || batch is not { } taken) return;
        (processing, inHand, batch) = (null, null, null);
        var failure = Failure(task) ?? output.Failure;
        RiderMetrics.Processed(settings, taken, loop.Time.GetElapsedTime(processingSince), failure);
        RiderTraces.End(span, settings, taken, failure);
        if (failure is null && open)
        {
            pending[partition] = taken.NextOffset;
            records += taken.Count;
            for (var i = 0; i < taken.Count; i++) bytes += AssignedPartition.Size(taken[i]);
        }
        else
        {
            Fail(partition, taken.FirstOffset, failure ?? new OperationCanceledException("The transaction was aborted meanwhile."));
        }

        if (!task.IsCompleted)
        {
            _ = task.ContinueWith(_ => Release(taken, partition), TaskScheduler.Default);
            return;
        }

        Release(taken, partition);
        partition.SpareBatch = taken;
    }

    static void Release(RecordBatch taken, AssignedPartition partition)
    {
        taken.Release();
        partition.EndWork();
    }

    static Exception? Failure(Task task)
    {
        if (!task.IsCompleted) return new TimeoutException("The processor did not end in time.");
        return task.IsCanceled ? new OperationCanceledException() : task.Exception?.InnerException;
    }

    static bool WaitFor(Task task, TimeSpan timeout) => task.IsCompleted || ((IAsyncResult)task).AsyncWaitHandle.WaitOne(timeout);
}
