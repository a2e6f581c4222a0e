using Librdkafka;
using State;

namespace Streams;

/// <summary>Reads the committed records of a changelog's partition. Blocks: not for threads of the pool.</summary>
sealed class Changelog : IDisposable
{
    static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the broker may be silent; an open transaction is waited for, which the broker ends after 10 s.</summary>
    static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    readonly Consumer consumer;
    readonly TopicPartition partition;
    readonly TimeProvider time;
    long endReached = -1;

    public Changelog(IReadOnlyDictionary<string, string> connection, TopicPartition partition, TimeProvider time)
    {
        this.partition = partition;
        this.time = time;
        var settings = AssignedReading.Settings(connection, "state-restore");
        settings["fetch.wait.max.ms"] = "50";
        consumer = Consumer.Create(settings, new ConsumerEvents { PartitionEnd = end => endReached = end.Offset });
    }

    /// <summary>Does to a store what a record says.</summary>
    public static void Apply(IKeyedStore store, in Record record)
    {
        if (record.ValueIsNull) store.Remove(record.Key);
        else store.Put(record.Key, record.Value);
    }

    /// <summary>Reads the committed records from an offset to an end.</summary>
    /// <param name="take">Takes each.</param>
    /// <param name="from">First offset.</param>
    /// <param name="end">Offset after the last one: transactions that are open before it are waited for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="KafkaException">The broker was silent for too long.</exception>
    public long Read(ChangelogAction take, long from, long end, CancellationToken cancellationToken)
    {
        if (from >= end) return 0;
        consumer.Assign(new TopicPartitionOffset(partition.Topic, partition.Partition, from));
        long records = 0;
        var heard = time.GetTimestamp();
        while (endReached < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (consumer.Poll(PollWait) is { } message)
            {
                using (message)
                {
                    var record = message.AsRecord();
                    take(record);
                    records++;
                    if (record.Offset >= end - 1) break;
                }
                heard = time.GetTimestamp();
            }
            else if (endReached < end && time.GetElapsedTime(heard) > LongestSilence)
            {
                throw new KafkaException(ErrorCode.TimedOut, $"Reading the changelog {partition} to {end}");
            }
        }
        return records;
    }

    public void Dispose() => consumer.Dispose();
}

/// <summary>Takes a record of a changelog.</summary>
delegate void ChangelogAction(in Record record);
