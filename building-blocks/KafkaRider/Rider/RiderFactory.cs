using Confluent.Kafka;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.DependencyInjection;

namespace KafkaRider;

/// <summary>Builds the rider when its bus is built.</summary>
internal sealed class RiderFactory(
    ClientConfig? clientConfig, Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure) : IRegistrationRiderFactory<IKafkaRider>
{
    public IBusInstanceSpecification CreateRider(IRiderRegistrationContext context)
    {
        var client = ClientSettings.Connection(clientConfig, context);
        var configurator = new FactoryConfigurator(context, client);
        configure(context, configurator);
        return new BusSpecification(configurator);
    }
}
