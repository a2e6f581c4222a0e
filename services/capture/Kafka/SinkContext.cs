using Librdkafka;

namespace Capture;

/// <summary>What a sink works for and with.</summary>
/// <param name="Database">Whose records it takes.</param>
/// <param name="Options">Topics and limits.</param>
/// <param name="Identity">Whose log the positions belong to.</param>
/// <param name="Connection">How to reach Kafka.</param>
/// <param name="Events">Where errors of the client go.</param>
/// <param name="Time">The clock.</param>
sealed record SinkContext(
    CapturedDatabase Database, CaptureOptions Options, SourceIdentity Identity, IReadOnlyDictionary<string, string> Connection,
    ProducerEvents Events, TimeProvider Time);

/// <summary>What both sinks do alike.</summary>
static class Producing
{
    static readonly TimeSpan QueueFullWait = TimeSpan.FromMilliseconds(5);

    /// <summary>Produces, waiting while the client's queue is full.</summary>
    /// <exception cref="KafkaException">The client does not take the record.</exception>
    public static void ProduceOrWait(
        this Producer producer, string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, nint opaque = 0)
    {
        while (true)
        {
            var code = producer.Produce(topic, partition, key, value, opaque: opaque);
            if (code == ErrorCode.NoError) return;
            if (code != ErrorCode.QueueFull) throw new KafkaException(code, $"Producing to {topic}");
            producer.Poll(QueueFullWait);
        }
    }
}
