namespace MassTransit;

/// <summary>Produces messages with a key to one topic. A task ends when the broker has acknowledged the record.</summary>
/// <typeparam name="TKey">Type of the key.</typeparam>
/// <typeparam name="TValue">Type of the message.</typeparam>
public interface ITopicProducer<TKey, TValue> : ISendObserverConnector
    where TValue : class
{
    /// <summary>Produces a message.</summary>
    Task Produce(TKey key, TValue value, CancellationToken cancellationToken = default);

    /// <summary>Produces a message after the pipe has seen its context.</summary>
    Task Produce(TKey key, TValue value, IPipe<KafkaSendContext<TKey, TValue>> pipe, CancellationToken cancellationToken = default);

    /// <summary>Produces a message made from an object with its values.</summary>
    Task Produce(TKey key, object values, CancellationToken cancellationToken = default);

    /// <summary>Produces a message made from an object with its values, after the pipe has seen its context.</summary>
    Task Produce(TKey key, object values, IPipe<KafkaSendContext<TKey, TValue>> pipe, CancellationToken cancellationToken = default);
}

/// <summary>Produces messages to one topic, the key being found from the message, or null.</summary>
/// <typeparam name="TValue">Type of the message.</typeparam>
public interface ITopicProducer<TValue> : ISendObserverConnector
    where TValue : class
{
    /// <summary>Produces a message.</summary>
    Task Produce(TValue message, CancellationToken cancellationToken = default);

    /// <summary>Produces a message after the pipe has seen its context.</summary>
    Task Produce(TValue message, IPipe<KafkaSendContext<TValue>> pipe, CancellationToken cancellationToken = default);

    /// <summary>Produces a message made from an object with its values.</summary>
    Task Produce(object values, CancellationToken cancellationToken = default);

    /// <summary>Produces a message made from an object with its values, after the pipe has seen its context.</summary>
    Task Produce(object values, IPipe<KafkaSendContext<TValue>> pipe, CancellationToken cancellationToken = default);
}
