using Confluent.Kafka;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.DependencyInjection;

namespace KafkaRider;

/// <summary>Builds the rider when its bus is built.</summary>
internal sealed class RiderFactory(
    ClientConfig? clientConfig, Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure)
    : IRegistrationRiderFactory<IKafkaRider>
{
    public IBusInstanceSpecification CreateRider(IRiderRegistrationContext context)
    {
        var client = ClientSettings.Connection(clientConfig, context);
        var configurator = new FactoryConfigurator(context, client);
        foreach (var registration in context.GetRegistrations<IProducerRegistration>()) registration.Register(configurator, context);
        configure(context, configurator);
        return new BusSpecification(configurator);
    }
}
