using System.Collections.Concurrent;
using Librdkafka;
using Microsoft.Extensions.Logging;

namespace KafkaRider;

/// <summary>
/// The one thread that owns the endpoint's consumer: polls without end, so that neither slow work nor a paused partition costs the
/// membership, and hands records to the runner by way of each partition's queue.
/// </summary>
internal sealed partial class EndpointLoop(
    RecordEndpointConfigurator settings,
    IReadOnlyDictionary<string, string> connection,
    EndpointMonitor monitor,
    ILogger logger,
    TimeProvider time) : IDisposable
{
    /// <summary>A paused partition is resumed when its queue is down to this part of its limits.</summary>
    const int ResumeFraction = 4;

    /// <summary>The queue of a retry topic's partition is this part of the others.</summary>
    const int RetryFraction = 10;

    readonly ConcurrentQueue<Action> posted = new();
    readonly Dictionary<string, AssignedPartition?[]> byTopic = [];
    readonly List<AssignedPartition> partitions = [];
    readonly RecordMessage[] taken = new RecordMessage[EndpointLimits.Burst];
    readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    BrokerProbe? probe;
    Consumer? consumer;
    IBatchRunner? runner;
    InstanceIdentity? identity;
    TaskCompletionSource? ready;
    ClientError? fatal;
    string lastTopic = "";
    AssignedPartition?[] lastTopicPartitions = [];

    internal RecordEndpointConfigurator Settings => settings;

    internal EndpointMonitor Monitor => monitor;

    internal ILogger Logger => logger;

    internal TimeProvider Time => time;

    internal IReadOnlyList<AssignedPartition> Partitions => partitions;

    /// <summary>The broker is known, so that questions are answered.</summary>
    internal bool IsReading { get; private set; }

    /// <summary>Nothing posted from now on is done.</summary>
    internal Task Closed => closed.Task;

    /// <summary>Runs until stopped; then everything done is committed and the group is left.</summary>
    /// <exception cref="KafkaException">The client failed for good.</exception>
    internal void Run(TaskCompletionSource whenReady, CancellationToken stopping)
    {
        ready = whenReady;
        probe = new BrokerProbe(ClientSettings.Probe(connection, settings), monitor, settings.TokenNeeded);
        if (probe.ClusterId(stopping.WaitHandle) is not { } clusterId) return;
        monitor.ClusterId = clusterId;
        if (settings.ExactlyOnceOptions is { } exactlyOnce) identity = InstanceIdentity.Of(settings, exactlyOnce, time);
        consumer = Consumer.Create(ClientSettings.Consumer(connection, settings, identity), Events());
        runner = CreateRunner(clusterId, stopping);
        consumer.Subscribe(settings.Topics.Concat(settings.RetryTopics));
        IsReading = true;
        while (!stopping.IsCancellationRequested) Turn();
        Finish(partitions, settings.StopTimeout);
        consumer.Close();
    }

    /// <summary>Calls on the loop's thread, soon.</summary>
    internal void Post(Action action) => posted.Enqueue(action);

    /// <summary>Polls once and takes in what has come, up to a burst.</summary>
    internal void TakeIn(TimeSpan wait)
    {
        var (count, next) = (consumer!.Poll(taken, wait), 0);
        try
        {
            while (next < count)
            {
                var run = OfOnePartition(taken.AsSpan(next, count - next));
                next += run.Length;
                Accept(run);
            }
        }
        finally
        {
            // Only after a failure: the client waits for the return of every record before it can be destroyed.
            while (next < count) taken[next++].Dispose();
        }

        if (fatal is { } error) throw new KafkaException(error.Code, $"Reading {settings.Name}", $"{error.Reason}. {error.Advice}");
    }

    public void Dispose()
    {
        IsReading = false;
        AbandonMoves();
        closed.TrySetResult();
        runner?.Dispose();

        // After a stop there are none.
        TellProcessor(partitions, (lifecycle, id, limit) => lifecycle.Lost(id, limit));
        foreach (var partition in partitions) Abandon(partition);
        monitor.Partitions = [];
        probe?.Dispose();

        // A consumer whose records are still in someone's hands must outlive them.
        if (partitions.TrueForAll(partition => !partition.IsBusy)) consumer?.Dispose();
        else if (consumer is not null) _ = DisposeLater(consumer, [.. partitions]);
        identity?.Dispose();
    }

    void Turn()
    {
        while (posted.TryDequeue(out var action)) action();
        EndMoves();
        TakePlaced();
        runner!.Work();
        var attentive = false;
        foreach (var partition in partitions)
        {
            Settle(partition);
            attentive |= (partition.IsPaused || partition.IsBusy) && !partition.IsWaiting;
        }

        var wait = attentive ? EndpointLimits.AttentiveWait : EndpointLimits.PollWait;
        TakeIn(runner.LongestWait is { } limit && limit < wait ? limit : wait);
    }

    /// <summary>The records at the beginning that are of one partition.</summary>
    static ReadOnlySpan<RecordMessage> OfOnePartition(ReadOnlySpan<RecordMessage> messages)
    {
        var count = 1;
        while (count < messages.Length && messages[count].IsOfPartitionOf(messages[0])) count++;
        return messages[..count];
    }

    /// <summary>Takes in records of one partition.</summary>
    void Accept(ReadOnlySpan<RecordMessage> messages)
    {
        var first = messages[0].AsRecord();
        if (Find(first.Topic, first.Partition) is not { IsPlaced: true } partition)
        {
            foreach (var message in messages) message.Dispose();
            return;
        }

        if (settings.MarksPartitionEnd) partition.HighWatermark = consumer!.CachedWatermarkOffsets(partition.Id).High;
        if (partition.Enqueue(messages)) runner!.Start(partition);

        // Once it is paused, what was taken with the records that filled it comes in too, without waiting again.
        if (partition.IsPaused || !partition.IsFull(RecordLimit(partition), ByteLimit(partition)) || runner!.WaitForRoom(partition)) return;
        Pause(partition);
    }

    /// <summary>Most records in a partition's queue. Those of retry topics stay there for long, so they are fewer.</summary>
    internal int RecordLimit(AssignedPartition partition, int part = 1) => Limit(settings.QueueRecordLimit, partition, part);

    internal int ByteLimit(AssignedPartition partition, int part = 1) => Limit(settings.QueueByteLimit, partition, part);

    /// <summary>Asked for each record, nearly always for the whole of an ordinary partition: without a division then.</summary>
    static int Limit(int whole, AssignedPartition partition, int part) => part == 1 && partition.Rung is null
        ? whole
        : Math.Max(1, whole / part / (partition.Rung is null ? 1 : RetryFraction));

    AssignedPartition? Find(string topic, int partition)
    {
        if (!ReferenceEquals(topic, lastTopic))
        {
            if (!byTopic.TryGetValue(topic, out var found)) return null;
            (lastTopic, lastTopicPartitions) = (topic, found);
        }

        return partition < lastTopicPartitions.Length ? lastTopicPartitions[partition] : null;
    }

    IBatchRunner CreateRunner(string clusterId, CancellationToken stopping)
    {
        var wanted = settings.ExactlyOnceOptions is { Transactions: true };
        var transactional = wanted && !Cluster.IsEmbedded(clusterId);
        monitor.ExactlyOnce = transactional;
        if (wanted && !transactional) Log.NoTransactions(logger, settings.Name, clusterId);
        Log.EndpointRuns(logger, settings.Name, clusterId, transactional ? "exactly-once" : "at-least-once");
        return settings.ExactlyOnceOptions is not null
            ? new TransactionRunner(this, consumer!, probe!, connection, identity!, stopping)
            : new AtLeastOnceRunner(this, consumer!, connection);
    }

    void Abandon(AssignedPartition partition)
    {
        partition.Drain();
        partition.Cancel();
        partition.DropQueue();
    }

    static async Task DisposeLater(Consumer consumer, AssignedPartition[] abandoned)
    {
        await Task.Yield();
        foreach (var partition in abandoned)
            while (!partition.WaitForIdle(EndpointLimits.CancelGrace)) await Task.Yield();
        consumer.Dispose();
    }
}
