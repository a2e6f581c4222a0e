using Librdkafka;

namespace Streams;

/// <summary>
/// Asks where changelogs begin and end, and how topics are divided, on one client for all tasks of a host, beside the endpoint's loop and
/// from any thread. The end is the true one, behind the records of open transactions too: a reader of committed records would be told the
/// last stable offset, which lies before a transaction that is committed already and whose end has not reached this partition yet.
/// </summary>
sealed class ChangelogEnds(IReadOnlyDictionary<string, string> connection) : IDisposable
{
    static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(10);

    readonly Lock gate = new();
    readonly Lazy<Consumer> consumer = new(() => Consumer.Create(
        new Dictionary<string, string>(AssignedReading.Settings(connection, "state-ends")) { ["isolation.level"] = "read_uncommitted" }));

    /// <summary>The oldest offset, and the one after the last record. Blocks.</summary>
    /// <exception cref="KafkaException">The leader did not answer in time, or the partition does not exist.</exception>
    public (long Low, long End) Of(TopicPartition changelog)
    {
        lock (gate) return consumer.Value.WatermarkOffsets(changelog, QueryTimeout);
    }

    /// <summary>The end alone, asked on another thread.</summary>
    public Task<long> Ask(TopicPartition changelog) => Task.Run(() => Of(changelog).End);

    /// <summary>How many partitions a topic has: with it <see cref="Murmur2"/> says where the producer puts a key. Blocks.</summary>
    /// <exception cref="KafkaException">There is no such topic, or no answer in time.</exception>
    public int Partitions(string topic)
    {
        lock (gate) return consumer.Value.PartitionCount(topic, QueryTimeout);
    }

    public void Dispose()
    {
        if (consumer.IsValueCreated) consumer.Value.Dispose();
    }
}
