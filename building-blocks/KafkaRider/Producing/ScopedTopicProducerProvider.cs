using MassTransit;

namespace KafkaRider;

/// <summary>Finds producers for a container scope: inside a consumer their messages go on with that message's conversation.</summary>
internal sealed class ScopedTopicProducerProvider(Rider rider, IServiceProvider scope) : ITopicProducerProvider
{
    public ITopicProducer<TKey, TValue> GetProducer<TKey, TValue>(Uri address)
        where TValue : class => rider.ScopedProducer<TKey, TValue>(address, scope);

    public ConnectHandle ConnectSendObserver(ISendObserver observer) => rider.ConnectSendObserver(observer);
}
