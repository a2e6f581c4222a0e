using MassTransit;
using MassTransit.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider;

/// <summary>A producer of a container scope: inside a consumer, its messages go on with that message's conversation.</summary>
internal sealed class ScopedTopicProducer<TKey, TValue>(TopicProducer<TKey, TValue> producer, IServiceProvider scope)
    : ITopicProducer<TKey, TValue>
    where TValue : class
{
    public Task Produce(TKey key, TValue value, CancellationToken cancellationToken = default) =>
        Produce(key, value, Pipe.Empty<KafkaSendContext<TKey, TValue>>(), cancellationToken);

    public Task Produce(TKey key, TValue value, IPipe<KafkaSendContext<TKey, TValue>> pipe, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        return producer.Produce(key, value, Adapt, null, pipe, cancellationToken);
    }

    public Task Produce(TKey key, object values, CancellationToken cancellationToken = default) =>
        Produce(key, values, Pipe.Empty<KafkaSendContext<TKey, TValue>>(), cancellationToken);

    public Task Produce(
        TKey key, object values, IPipe<KafkaSendContext<TKey, TValue>> pipe, CancellationToken cancellationToken = default) =>
        producer.Produce(key, values, Adapt, pipe, cancellationToken);

    public ConnectHandle ConnectSendObserver(ISendObserver observer) => producer.ConnectSendObserver(observer);

    void Adapt(SendContext context)
    {
        context.GetOrAddPayload(() => scope);
        if (scope.GetService<IScopedConsumeContextProvider>() is not { HasContext: true } provider) return;
        var consumed = provider.GetContext();
        context.TransferConsumeContextHeaders(consumed);
        context.SourceAddress = consumed.ReceiveContext.InputAddress;
    }
}
