using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>Connects the rider to its bus.</summary>
internal sealed class BusSpecification(FactoryConfigurator configurator) : IBusInstanceSpecification
{
    public IEnumerable<ValidationResult> Validate() => configurator.Validate();

    public void Configure(IBusInstance busInstance) => busInstance.Connect<IKafkaRider>(configurator.Build(busInstance));
}
