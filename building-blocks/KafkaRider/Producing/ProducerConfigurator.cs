using Confluent.Kafka;
using MassTransit;
using MassTransit.KafkaIntegration.Serializers;

namespace KafkaRider;

/// <summary>Writes to the producer configuration.</summary>
internal sealed partial class ProducerConfigurator<TKey, TValue>(ProducerConfig config) : IKafkaProducerConfigurator<TKey, TValue>
    where TValue : class
{
    internal IAsyncSerializer<TKey>? KeySerializer { get; private set; }

    internal IAsyncSerializer<TValue>? ValueSerializer { get; private set; }

    internal IHeadersSerializer? HeadersSerializer { get; private set; }

    internal ClientHandlers Handlers { get; private set; } = new();

    public void SetStatisticsHandler(Action<string> statisticsHandler) =>
        Handlers = new ClientHandlers { Statistics = statisticsHandler };

    public void SetKeySerializer(IAsyncSerializer<TKey> serializer) => KeySerializer = serializer;

    public void SetValueSerializer(IAsyncSerializer<TValue> serializer) => ValueSerializer = serializer;

    public void SetHeadersSerializer(IHeadersSerializer serializer) => HeadersSerializer = serializer;
}
