using Confluent.Kafka;
using MassTransit;

namespace KafkaRider;

/// <summary>Writes to the client configuration.</summary>
internal sealed class SaslConfigurator(ClientConfig config) : IKafkaSaslConfigurator
{
    public SaslMechanism? Mechanism
    {
        set => config.SaslMechanism = value;
    }

    public string? Username
    {
        set => config.SaslUsername = value;
    }

    public string? Password
    {
        set => config.SaslPassword = value;
    }

    public string? OauthbearerConfig
    {
        set => config.SaslOauthbearerConfig = value;
    }

    public bool? EnableOauthbearerUnsecureJwt
    {
        set => config.EnableSaslOauthbearerUnsecureJwt = value;
    }

    public SecurityProtocol? SecurityProtocol
    {
        set => config.SecurityProtocol = value;
    }

    public string? KerberosServiceName
    {
        set => config.SaslKerberosServiceName = value;
    }

    public string? KerberosPrincipal
    {
        set => config.SaslKerberosPrincipal = value;
    }

    public string? KerberosKinitCmd
    {
        set => config.SaslKerberosKinitCmd = value;
    }

    public string? KerberosKeytab
    {
        set => config.SaslKerberosKeytab = value;
    }

    public TimeSpan? KerberosMinTimeBeforeRelogin
    {
        set => config.SaslKerberosMinTimeBeforeRelogin = value.ToMilliseconds();
    }
}
