using Confluent.Kafka;
using MassTransit;

namespace KafkaRider;

/// <summary>Writes to the client configuration.</summary>
internal sealed class ApiConfigurator(ClientConfig config) : IKafkaApiConfigurator
{
    public bool? Request
    {
        set => config.ApiVersionRequest = value;
    }

    public TimeSpan? RequestTimeout
    {
        set => config.ApiVersionRequestTimeoutMs = value.ToMilliseconds();
    }

    public TimeSpan? FallbackTimeout
    {
        set => config.ApiVersionFallbackMs = value.ToMilliseconds();
    }

    public string? BrokerVersionFallback
    {
        set => config.BrokerVersionFallback = value;
    }
}
