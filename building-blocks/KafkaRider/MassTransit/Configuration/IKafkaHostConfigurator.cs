namespace MassTransit;

/// <summary>Security of the connection. It only writes client settings: the security protocol is never implied.</summary>
public interface IKafkaHostConfigurator
{
    /// <summary>TLS.</summary>
    void UseSsl(Action<IKafkaSslConfigurator> configure);

    /// <summary>SASL.</summary>
    void UseSasl(Action<IKafkaSaslConfigurator> configure);

    /// <summary>Kept for source compatibility: a consumer here reacts to cancellation at once.</summary>
    void CancellationDelay(TimeSpan delay);
}
