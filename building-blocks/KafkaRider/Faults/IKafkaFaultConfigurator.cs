namespace KafkaRider;

/// <summary>
/// Says what becomes of records that fail: see <see cref="MassTransit.KafkaFaultConfiguratorExtensions"/>. An endpoint has one; the rider
/// has one whose settings count for every endpoint that does not say otherwise.
/// </summary>
public interface IKafkaFaultConfigurator
{
    internal FaultRules Faults { get; }
}
