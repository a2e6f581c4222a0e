namespace MassTransit.KafkaIntegration;

/// <summary>Finds the key of a message to produce.</summary>
/// <typeparam name="TKey">Type of the key.</typeparam>
/// <typeparam name="TValue">Type of the message.</typeparam>
/// <param name="context">The message.</param>
public delegate TKey KafkaKeyResolver<out TKey, TValue>(KafkaSendContext<TValue> context)
    where TValue : class;
