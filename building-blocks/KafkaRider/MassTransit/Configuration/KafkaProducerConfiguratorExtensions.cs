using Confluent.Kafka;
using KafkaRider;

namespace MassTransit;

/// <summary>Synchronous serializers for producers.</summary>
public static class KafkaProducerConfiguratorExtensions
{
    /// <summary>Writes keys in this way.</summary>
    public static void SetKeySerializer<TKey, TValue>(
        this IKafkaProducerConfigurator<TKey, TValue> configurator, ISerializer<TKey> serializer)
        where TValue : class => configurator.SetKeySerializer(serializer.AsAsyncOverSync());

    /// <summary>Writes values in this way.</summary>
    public static void SetValueSerializer<TKey, TValue>(
        this IKafkaProducerConfigurator<TKey, TValue> configurator, ISerializer<TValue> serializer)
        where TValue : class => configurator.SetValueSerializer(serializer.AsAsyncOverSync());

    /// <summary>A synchronous serializer as an asynchronous one.</summary>
    public static IAsyncSerializer<T> AsAsyncOverSync<T>(this ISerializer<T> serializer) => new SyncSerializer<T>(serializer);
}
