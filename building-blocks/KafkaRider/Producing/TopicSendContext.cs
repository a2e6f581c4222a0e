using Confluent.Kafka;
using MassTransit;
using MassTransit.Context;

namespace KafkaRider;

/// <summary>A message on its way to a topic.</summary>
internal sealed class TopicSendContext<TKey, TValue>(
    TKey key,
    TValue message,
    IAsyncSerializer<TKey> keySerializer,
    IAsyncSerializer<TValue> valueSerializer,
    CancellationToken cancellationToken)
    : MessageSendContext<TValue>(message, cancellationToken), KafkaSendContext<TKey, TValue>
    where TValue : class
{
    public TKey Key { get; set; } = key;

    public Partition Partition { get; set; } = Partition.Any;

    public IAsyncSerializer<TKey> KeySerializer { get; set; } = keySerializer;

    public IAsyncSerializer<TValue> ValueSerializer { get; set; } = valueSerializer;
}
