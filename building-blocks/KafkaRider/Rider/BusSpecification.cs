using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>Connects the rider to its bus.</summary>
internal sealed class BusSpecification(IKafkaHostConfiguration configuration) : IBusInstanceSpecification
{
    public IEnumerable<ValidationResult> Validate() => configuration.Validate();

    public void Configure(IBusInstance busInstance) => busInstance.Connect<IKafkaRider>(configuration.Build(busInstance));
}
