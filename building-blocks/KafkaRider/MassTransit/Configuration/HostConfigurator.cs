using Confluent.Kafka;
using MassTransit;

namespace KafkaRider;

/// <summary>Writes to the client configuration.</summary>
internal sealed class HostConfigurator(ClientConfig config) : IKafkaHostConfigurator
{
    public void UseSsl(Action<IKafkaSslConfigurator> configure) => configure(new SslConfigurator(config));

    public void UseSasl(Action<IKafkaSaslConfigurator> configure) => configure(new SaslConfigurator(config));

    public void CancellationDelay(TimeSpan delay) => ArgumentOutOfRangeException.ThrowIfNegative(delay.TotalMilliseconds, nameof(delay));
}
