using MassTransit;
using MassTransit.KafkaIntegration;

namespace KafkaRider;

/// <summary>Finds the key of each message, then produces it.</summary>
internal sealed class KeyedTopicProducer<TKey, TValue>(ITopicProducer<TKey, TValue> producer, KafkaKeyResolver<TKey, TValue> keyResolver)
    : ITopicProducer<TValue>
    where TValue : class
{
    public Task Produce(TValue message, CancellationToken cancellationToken = default) =>
        producer.Produce(default!, message, new KeyPipe(keyResolver, null), cancellationToken);

    public Task Produce(TValue message, IPipe<KafkaSendContext<TValue>> pipe, CancellationToken cancellationToken = default) =>
        producer.Produce(default!, message, new KeyPipe(keyResolver, pipe), cancellationToken);

    public Task Produce(object values, CancellationToken cancellationToken = default) =>
        producer.Produce(default!, values, new KeyPipe(keyResolver, null), cancellationToken);

    public Task Produce(object values, IPipe<KafkaSendContext<TValue>> pipe, CancellationToken cancellationToken = default) =>
        producer.Produce(default!, values, new KeyPipe(keyResolver, pipe), cancellationToken);

    public ConnectHandle ConnectSendObserver(ISendObserver observer) => producer.ConnectSendObserver(observer);

    sealed class KeyPipe(KafkaKeyResolver<TKey, TValue> keyResolver, IPipe<KafkaSendContext<TValue>>? next)
        : IPipe<KafkaSendContext<TKey, TValue>>
    {
        public async Task Send(KafkaSendContext<TKey, TValue> context)
        {
            context.Key = keyResolver(context);
            if (next is not null) await next.Send(context);
        }

        public void Probe(ProbeContext context) => next?.Probe(context);
    }
}
