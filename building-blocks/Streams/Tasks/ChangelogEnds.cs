using Librdkafka;

namespace Streams;

/// <summary>Asks where changelogs end, on a client of its own, beside the endpoint's loop.</summary>
sealed class ChangelogEnds(IReadOnlyDictionary<string, string> connection) : IDisposable
{
    static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(10);

    readonly Lazy<Consumer> consumer = new(() => Consumer.Create(AssignedReading.Settings(connection, "state-checkpoints")));

    /// <summary>The offset after the last record, of open transactions too.</summary>
    public Task<long> Ask(TopicPartition changelog) => Task.Run(() => Of(changelog));

    /// <summary>The same, on the caller's thread.</summary>
    public long Of(TopicPartition changelog) => consumer.Value.WatermarkOffsets(changelog, QueryTimeout).High;

    public void Dispose()
    {
        if (consumer.IsValueCreated) consumer.Value.Dispose();
    }
}
