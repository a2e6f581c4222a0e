using Librdkafka;

namespace KafkaRider;

/// <summary>
/// Reads what a topic holds now, partition after partition in order of offsets, and ends at the ends that it found when it began, so that
/// a topic that grows meanwhile is left alone. Only committed records; nobody's group is joined and nothing is committed. Blocks: not for
/// threads of the pool.
/// </summary>
internal sealed class TopicScan : IDisposable
{
    const string GroupId = "dead-letter-reader";

    readonly Consumer consumer;
    readonly TimeProvider time;
    readonly Queue<(TopicPartitionOffset Start, long End)> ahead = new();
    TopicPartition current;
    long end;
    bool isReading;

    TopicScan(IReadOnlyDictionary<string, string> connection, TimeProvider time)
    {
        this.time = time;
        var settings = AssignedReading.Settings(connection, GroupId);
        settings.TryAdd("fetch.wait.max.ms", "100");
        consumer = Consumer.Create(settings, new ConsumerEvents { PartitionEnd = EndReached });
    }

    /// <summary>Oldest offset of each partition.</summary>
    internal Dictionary<TopicPartition, long> Low { get; } = [];

    /// <summary>Begins to read.</summary>
    /// <param name="connection">The client's settings.</param>
    /// <param name="partitions">The topic's partitions, in the order to read them.</param>
    /// <param name="from">Passes over what lies before it; null for nothing.</param>
    /// <param name="since">Passes over records before the first one of this time; null for none.</param>
    /// <param name="time">Measures how long the brokers are silent.</param>
    internal static TopicScan Begin(
        IReadOnlyDictionary<string, string> connection,
        IEnumerable<TopicPartition> partitions,
        DeadLetterId? from,
        DateTimeOffset? since,
        TimeProvider time)
    {
        var scan = new TopicScan(connection, time);
        try
        {
            foreach (var partition in partitions) scan.Place(partition, from, since);
            return scan;
        }
        catch
        {
            scan.Dispose();
            throw;
        }
    }

    /// <summary>The next record, to be disposed of; null at the end.</summary>
    /// <exception cref="KafkaException">The brokers were silent for too long.</exception>
    internal RecordMessage? Next(CancellationToken cancellationToken)
    {
        var silentSince = time.GetTimestamp();
        while (isReading || Advance())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (consumer.Poll(DeadLetterLimits.PollWait) is { } message)
            {
                if (message.AsRecord().Offset < end) return message;
                message.Dispose();
                isReading = false;
            }
            else if (isReading && time.GetElapsedTime(silentSince) > DeadLetterLimits.Patience)
            {
                throw new KafkaException(ErrorCode.TimedOut, $"Reading {current}");
            }
        }

        return null;
    }

    public void Dispose() => consumer.Dispose();

    void Place(TopicPartition partition, DeadLetterId? from, DateTimeOffset? since)
    {
        var (low, high) = consumer.WatermarkOffsets(partition, DeadLetterLimits.Patience);
        Low[partition] = low;
        var start = low;
        if (from is { } id)
        {
            if (partition.Partition < id.Partition) return;
            if (partition.Partition == id.Partition) start = Math.Max(start, id.Offset);
        }

        if (since is { } moment) start = Math.Max(start, FirstSince(partition, moment, high));
        if (start < high) ahead.Enqueue((new TopicPartitionOffset(partition.Topic, partition.Partition, start), high));
    }

    /// <summary>The embedded broker does not find offsets by time: there everything is read.</summary>
    long FirstSince(TopicPartition partition, DateTimeOffset moment, long high)
    {
        if (Cluster.IsEmbedded(consumer.ClusterId(DeadLetterLimits.Patience))) return 0;
        TopicPartitionOffset wanted = new(partition.Topic, partition.Partition, moment.ToUnixTimeMilliseconds());
        return consumer.OffsetsForTimes([wanted], DeadLetterLimits.Patience)[0].Offset is >= 0 and var found ? found : high;
    }

    bool Advance()
    {
        if (!ahead.TryDequeue(out var next)) return false;
        (current, end, isReading) = (next.Start.TopicPartition, next.End, true);
        consumer.Assign(next.Start);
        return true;
    }

    void EndReached(TopicPartitionOffset position)
    {
        if (position.TopicPartition == current && position.Offset >= end) isReading = false;
    }
}
