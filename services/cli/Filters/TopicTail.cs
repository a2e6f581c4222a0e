using System.Globalization;
using Librdkafka;

namespace Cli;

/// <summary>Takes a record's value; a tombstone's is empty.</summary>
delegate void TailRecord(TopicPartitionOffset position, ReadOnlySpan<byte> value, bool isTombstone);

/// <summary>What reading the end of a topic gave.</summary>
/// <param name="Records">Records read, tombstones included.</param>
/// <param name="IsComplete">False when the time was over before all that was asked for, and is there, was read.</param>
sealed record TailReading(long Records, bool IsComplete);

/// <summary>
/// Reads the newest committed records of a topic: partitions are assigned, no group is joined, nothing is committed, and what comes
/// after the beginning is left alone. Offsets without a record (transaction markers, compaction) are made up for by reading further back.
/// </summary>
/// <param name="connection">How to reach the cluster, by librdkafka's names.</param>
/// <param name="topic">The topic.</param>
/// <param name="timeout">Most time that reading takes.</param>
/// <param name="progress">Told how far it is, now and then.</param>
/// <param name="time">The clock.</param>
sealed class TopicTail(
    IReadOnlyDictionary<string, string> connection, string topic, TimeSpan timeout, Progress progress, TimeProvider time)
{
    const string GroupId = "tributary-filters";

    /// <summary>Each goes further back for what the last one lacked; what so many do not find lies between markers.</summary>
    const int MostRounds = 16;

    static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Longest silence of the brokers.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(2);

    TopicPartition _current;
    long _end;
    bool _isAtEnd;
    long _records;
    TimeSpan _said;

    /// <summary>Reads at most so many records, on a thread of its own.</summary>
    /// <exception cref="KafkaException">There is no such topic, or the brokers do not answer.</exception>
    public async Task<TailReading> Read(long last, TailRecord each, CancellationToken cancellationToken)
    {
        using var admin = Admin.Create(connection);
        var description = await admin.Topic(topic, cancellationToken);
        var error = description?.Error ?? ErrorCode.UnknownTopicOrPartition;
        if (error != ErrorCode.NoError) throw new KafkaException(error, $"Reading {topic}");
        TopicPartition[] partitions = [.. description!.Partitions.Select(partition => new TopicPartition(topic, partition.Number))];
        return await Task.Factory.StartNew(
            () => Read(partitions, last, each, cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    TailReading Read(TopicPartition[] partitions, long last, TailRecord each, CancellationToken cancellationToken)
    {
        using var consumer = Consumer.Create(Settings(), new ConsumerEvents { PartitionEnd = EndReached });
        var ranges = partitions.Select(partition => Range(consumer, partition)).ToList();
        for (var round = 0; round < MostRounds && _records < last; round++)
        {
            var shares = TailRange.Share(ranges, last - _records);
            if (shares.Count == 0) break;
            foreach (var (range, count) in shares)
                if (!ReadPart(consumer, range.Partition, range.Take(count), last, each, cancellationToken))
                    return new TailReading(_records, IsComplete: false);
        }
        return new TailReading(_records, IsComplete: true);
    }

    Dictionary<string, string> Settings()
    {
        var settings = AssignedReading.Settings(connection, GroupId);
        settings.TryAdd("fetch.wait.max.ms", "100");
        return settings;
    }

    static TailRange Range(Consumer consumer, TopicPartition partition)
    {
        var (low, high) = consumer.WatermarkOffsets(partition, QueryTimeout);
        return new TailRange(partition, low, high);
    }

    /// <summary>False when the time is over.</summary>
    bool ReadPart(Consumer consumer, TopicPartition partition, (long From, long End) part, long last, TailRecord each,
        CancellationToken cancellationToken)
    {
        (_current, _end, _isAtEnd) = (partition, part.End, false);
        consumer.Assign(new TopicPartitionOffset(partition.Topic, partition.Partition, part.From));
        var heard = time.GetTimestamp();
        while (!_isAtEnd)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (progress.Elapsed > timeout) return false;
            if (consumer.Poll(PollTimeout) is { } message)
            {
                using (message) Take(message.AsRecord(), each);
                heard = time.GetTimestamp();
            }
            else if (!_isAtEnd && time.GetElapsedTime(heard) > Patience)
                throw new KafkaException(ErrorCode.TimedOut, $"Reading {partition}");
            Say(last);
        }
        return true;
    }

    void Take(Record record, TailRecord each)
    {
        if (record.Position.TopicPartition != _current) return;
        _isAtEnd = record.Offset >= _end - 1;
        if (record.Offset >= _end) return;
        _records++;
        each(record.Position, record.Value, record.ValueIsNull);
    }

    void EndReached(TopicPartitionOffset position)
    {
        if (position.TopicPartition == _current && position.Offset >= _end) _isAtEnd = true;
    }

    void Say(long last)
    {
        if (progress.Elapsed - _said < ProgressInterval) return;
        _said = progress.Elapsed;
        progress.Say(string.Create(CultureInfo.InvariantCulture, $"{_records} of {last} records read"));
    }
}
