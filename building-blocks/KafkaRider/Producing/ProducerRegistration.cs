using Confluent.Kafka;
using MassTransit;
using MassTransit.Configuration;

namespace KafkaRider;

/// <summary>A producer as it was added to the container, before the rider is configured.</summary>
internal interface IProducerRegistration : IRegistration
{
    void Register(IKafkaFactoryConfigurator configurator, IRiderRegistrationContext context);
}

/// <summary>The only kind there is; generic in what it writes.</summary>
internal sealed class ProducerRegistration<TKey, TValue>(
    string topic, ProducerConfig? config, Action<IRiderRegistrationContext, IKafkaProducerConfigurator<TKey, TValue>>? configure)
    : IProducerRegistration
    where TValue : class
{
    public Type Type => typeof(ITopicProducer<TKey, TValue>);

    public bool IncludeInConfigureEndpoints { get; set; }

    public void Register(IKafkaFactoryConfigurator configurator, IRiderRegistrationContext context) =>
        configurator.AddProducer<TKey, TValue>(topic, config, producer => configure?.Invoke(context, producer));
}
