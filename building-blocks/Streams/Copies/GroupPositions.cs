using Librdkafka;

namespace Streams;

/// <summary>Asks what a group has committed, on a client that never joins it.</summary>
sealed class GroupPositions(IReadOnlyDictionary<string, string> connection, string group) : IDisposable
{
    static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(10);

    readonly Lazy<Consumer> consumer = new(() => Consumer.Create(AssignedReading.Settings(connection, group)));

    /// <summary>The next offset to read; null when nothing is committed. Blocks.</summary>
    public long? Of(TopicPartition partition) =>
        consumer.Value.Committed([partition], QueryTimeout)[0].Offset is >= 0 and var next ? next : null;

    public void Dispose()
    {
        if (consumer.IsValueCreated) consumer.Value.Dispose();
    }
}
