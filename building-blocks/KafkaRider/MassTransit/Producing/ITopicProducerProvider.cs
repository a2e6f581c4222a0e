using Confluent.Kafka;
using KafkaRider;
using MassTransit.KafkaIntegration;

namespace MassTransit;

/// <summary>Finds producers by address.</summary>
public interface ITopicProducerProvider : ISendObserverConnector
{
    /// <summary>The producer of a topic.</summary>
    /// <param name="address">For example <c>topic:orders</c>.</param>
    ITopicProducer<TKey, TValue> GetProducer<TKey, TValue>(Uri address)
        where TValue : class;
}

/// <summary>Producers without a key of their own.</summary>
public static class TopicProducerProviderExtensions
{
    /// <summary>The producer of a topic, with null keys.</summary>
    public static ITopicProducer<TValue> GetProducer<TValue>(this ITopicProducerProvider provider, Uri address)
        where TValue : class => provider.GetProducer<Null, TValue>(address, _ => default!);

    /// <summary>The producer of a topic, with keys found from the message.</summary>
    public static ITopicProducer<TValue> GetProducer<TKey, TValue>(
        this ITopicProducerProvider provider, Uri address, KafkaKeyResolver<TKey, TValue> keyResolver)
        where TValue : class => new KeyedTopicProducer<TKey, TValue>(provider.GetProducer<TKey, TValue>(address), keyResolver);
}
