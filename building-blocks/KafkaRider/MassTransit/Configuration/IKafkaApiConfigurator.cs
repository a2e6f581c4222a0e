namespace MassTransit;

/// <summary>How the client finds out what the broker speaks.</summary>
public interface IKafkaApiConfigurator
{
    /// <summary>librdkafka <c>api.version.request</c>.</summary>
    bool? Request { set; }

    /// <summary>librdkafka <c>api.version.request.timeout.ms</c>.</summary>
    TimeSpan? RequestTimeout { set; }

    /// <summary>librdkafka <c>api.version.fallback.ms</c>.</summary>
    TimeSpan? FallbackTimeout { set; }

    /// <summary>librdkafka <c>broker.version.fallback</c>.</summary>
    string? BrokerVersionFallback { set; }
}
