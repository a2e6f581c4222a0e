using System.Collections.Concurrent;
using Librdkafka;

namespace KafkaRider;

/// <summary>What the broker says about a partition; the note is what was committed beside the offset.</summary>
internal readonly record struct PartitionOffsets(long Low, long High, long? Committed, string? Note);

/// <summary>
/// Asks the broker for offsets on a client and a thread of its own, so that a broker that does not answer never holds up the loop. Its
/// regular question, the watermarks of the owned partitions, is also how the endpoint knows whether the broker is there.
/// </summary>
internal sealed class BrokerProbe : IDisposable
{
    readonly IReadOnlyDictionary<string, string> settings;
    readonly Action<TokenRequest>? tokenNeeded;
    readonly Consumer consumer;
    readonly EndpointMonitor monitor;
    readonly BlockingCollection<Action> questions = [];
    readonly Thread thread;
    int round;

    internal BrokerProbe(IReadOnlyDictionary<string, string> settings, EndpointMonitor monitor, Action<TokenRequest>? tokenNeeded)
    {
        this.settings = settings;
        this.tokenNeeded = tokenNeeded;
        consumer = Consumer.Create(settings, new ConsumerEvents { Error = monitor.Tell, Log = _ => { }, TokenNeeded = tokenNeeded });
        this.monitor = monitor;
        thread = new Thread(Run) { IsBackground = true, Name = $"kafka probe {monitor.Name}" };
    }

    /// <summary>Waits for the broker to tell who it is; null when stopped before.</summary>
    internal string? ClusterId(WaitHandle stopping)
    {
        while (!stopping.WaitOne(0))
        {
            consumer.Poll(TimeSpan.Zero)?.Dispose();
            if (consumer.ClusterId(EndpointLimits.QueryTimeout) is { } id)
            {
                monitor.BrokerAnswered();
                thread.Start();
                return id;
            }

            monitor.BrokerFailed("no answer");
        }

        return null;
    }

    /// <summary>Watermarks and the group's committed offset; waits while an open transaction may still move the offset.</summary>
    internal Task<PartitionOffsets> Ask(TopicPartition partition, CancellationToken cancellationToken) =>
        Ask(_ => Offsets(partition), cancellationToken);

    /// <summary>Asks anything that the client can answer, after the questions before.</summary>
    internal Task<T> Ask<T>(Func<Consumer, T> question, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        questions.Add(() => Answer(question, answer), cancellationToken);
        return answer.Task.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        questions.CompleteAdding();
        if (thread.IsAlive) thread.Join();
        consumer.Dispose();
        questions.Dispose();
    }

    void Run()
    {
        while (!questions.IsCompleted)
        {
            consumer.Poll(TimeSpan.Zero)?.Dispose();
            if (questions.TryTake(out var question, EndpointLimits.ProbeInterval)) question();
            else if (!questions.IsAddingCompleted) Refresh();
        }
    }

    void Answer<T>(Func<Consumer, T> question, TaskCompletionSource<T> answer)
    {
        try
        {
            answer.TrySetResult(question(consumer));
        }
        catch (Exception exception)
        {
            answer.TrySetException(exception);
        }
    }

    PartitionOffsets Offsets(TopicPartition partition)
    {
        var (low, high) = Watermarks(partition);

        // As questions come one after the other, nothing else might say so for long.
        monitor.BrokerAnswered();
        var committed = Committed(partition);
        return new PartitionOffsets(low, high, committed.Offset >= 0 ? committed.Offset : null, committed.Metadata);
    }

    /// <exception cref="KafkaException"><see cref="ErrorCode.UnstableOffsetCommit"/>: an open transaction holds the offset.</exception>
    TopicPartitionOffset Committed(TopicPartition partition)
    {
        try
        {
            return consumer.Committed([partition], EndpointLimits.QueryTimeout)[0];
        }
        catch (KafkaException exception) when (exception.Code == ErrorCode.TimedOut && IsHeld(partition))
        {
            throw new KafkaException(ErrorCode.UnstableOffsetCommit, $"Reading the group's position in {partition}");
        }
    }

    /// <summary>The broker keeps the offset back from who reads committed ones only: for that the client waits without a word.</summary>
    bool IsHeld(TopicPartition partition)
    {
        var open = new Dictionary<string, string>(settings) { ["isolation.level"] = "read_uncommitted" };
        using var reader = Consumer.Create(open, new ConsumerEvents { Error = _ => { }, Log = _ => { }, TokenNeeded = tokenNeeded });
        try
        {
            reader.Poll(TimeSpan.Zero)?.Dispose();
            reader.Committed([partition], EndpointLimits.QueryTimeout);
            return true;
        }
        catch (KafkaException)
        {
            return false;
        }
    }

    /// <summary>A partition that was just added is one that this client has not heard of.</summary>
    (long Low, long High) Watermarks(TopicPartition partition)
    {
        try
        {
            return consumer.WatermarkOffsets(partition, EndpointLimits.QueryTimeout);
        }
        catch (KafkaException exception) when (exception.Code is ErrorCode.UnknownPartition or ErrorCode.UnknownTopic)
        {
            _ = consumer.IsAnswered(EndpointLimits.QueryTimeout);
            return consumer.WatermarkOffsets(partition, EndpointLimits.QueryTimeout);
        }
    }

    void TellAnswer(bool isAnswered, string problem = "no answer")
    {
        if (isAnswered) monitor.BrokerAnswered();
        else monitor.BrokerFailed(problem);
    }

    void Refresh()
    {
        var partitions = monitor.Partitions;
        try
        {
            if (partitions.Length == 0) TellAnswer(consumer.IsAnswered(EndpointLimits.QueryTimeout));
            for (var i = 0; i < Math.Min(partitions.Length, EndpointLimits.ProbePartitions); i++)
            {
                var partition = partitions[(int)((uint)round++ % partitions.Length)];
                (partition.LowWatermark, partition.HighWatermark) = consumer.WatermarkOffsets(partition.Id, EndpointLimits.QueryTimeout);
                monitor.BrokerAnswered();
            }
        }
        catch (KafkaException exception)
        {
            // A partition without a leader is no missing broker.
            TellAnswer(consumer.IsAnswered(EndpointLimits.QueryTimeout), exception.Message);
        }
    }
}
