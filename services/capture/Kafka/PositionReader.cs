using System.Text;
using Librdkafka;

namespace Capture;

/// <summary>Finds the newest position of a database in the position topic. Reads backwards in growing steps, because the topic grows with
/// every Kafka transaction and compaction runs late.</summary>
sealed class PositionReader(IReadOnlyDictionary<string, string> connection, string topic)
{
    const int Partition = 0;
    static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(100);
    static readonly long[] Steps = [1_000, 100_000, long.MaxValue];

    /// <param name="database">The database.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CaptureException">The end could not be reached in time.</exception>
    public StoredPosition? Read(CapturedDatabase database, CancellationToken cancellationToken)
    {
        var (low, end) = Watermarks();
        var key = Encoding.UTF8.GetBytes(database.Name);
        foreach (var step in Steps)
        {
            var start = Math.Max(low, end - Math.Min(step, end));
            if (start >= end) return null;
            if (ReadFrom(start, end, key, cancellationToken, out var found) || start == low) return found;
        }
        return null;
    }

    // Asked without isolation: the last stable offset may be before our own newest position while another database's transaction is open.
    (long Low, long End) Watermarks()
    {
        using var consumer = Consumer.Create(Settings("read_uncommitted"), new ConsumerEvents());
        return consumer.WatermarkOffsets(new TopicPartition(topic, Partition), CaptureOptions.KafkaTimeout);
    }

    // True when the key was there at all, also with a tombstone.
    bool ReadFrom(long start, long end, byte[] key, CancellationToken cancellationToken, out StoredPosition? found)
    {
        var reached = start;
        using var consumer = Consumer.Create(Settings("read_committed"), new ConsumerEvents
        {
            PartitionEnd = position => reached = Math.Max(reached, position.Offset),
        });
        consumer.Assign(new TopicPartitionOffset(topic, Partition, start));
        found = null;
        var isThere = false;
        var deadline = Environment.TickCount64 + (long)(CaptureOptions.KafkaTimeout + CaptureOptions.TransactionTimeout).TotalMilliseconds;
        while (reached < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Environment.TickCount64 > deadline)
                throw new CaptureException($"Topic {topic} could be read only to offset {reached} of {end}: a transaction before that "
                    + "stays open, or the broker does not answer. Tried again until it does.");
            if (consumer.Poll(PollTime) is not { } message) continue;
            using (message)
            {
                var record = message.AsRecord();
                reached = Math.Max(reached, record.Offset + 1);
                if (!record.Key.SequenceEqual(key)) continue;
                isThere = true;
                found = record.ValueIsNull ? null : StoredPosition.Read(record.Value, topic, record.Offset);
            }
        }
        return isThere;
    }

    Dictionary<string, string> Settings(string isolation) => new(AssignedReading.Settings(connection, group: "capture"))
    {
        ["isolation.level"] = isolation,
    };
}
