using Confluent.Kafka;
using KafkaRider;
using MassTransit.Serialization;

namespace MassTransit.KafkaIntegration.Serializers;

/// <summary>Confluent's serializers for its simple types, raw JSON for all others.</summary>
public class DefaultKafkaSerializerFactory : IKafkaSerializerFactory
{
    /// <inheritdoc/>
    public System.Net.Mime.ContentType ContentType => SystemTextJsonMessageSerializer.JsonContentType;

    /// <inheritdoc/>
    public IDeserializer<T> GetDeserializer<T>() => SimpleTypes.Deserializer<T>() ?? new MassTransitJsonDeserializer<T>();

    /// <inheritdoc/>
    public IAsyncSerializer<T> GetSerializer<T>() =>
        SimpleTypes.Serializer<T>() is { } simple ? new SyncSerializer<T>(simple) : new MassTransitAsyncJsonSerializer<T>();
}
