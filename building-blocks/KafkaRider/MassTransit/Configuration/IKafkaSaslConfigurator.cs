using Confluent.Kafka;

namespace MassTransit;

/// <summary>Authentication by SASL.</summary>
public interface IKafkaSaslConfigurator
{
    /// <summary>librdkafka <c>sasl.mechanism</c>.</summary>
    SaslMechanism? Mechanism { set; }

    /// <summary>librdkafka <c>sasl.username</c>.</summary>
    string? Username { set; }

    /// <summary>librdkafka <c>sasl.password</c>.</summary>
    string? Password { set; }

    /// <summary>librdkafka <c>sasl.oauthbearer.config</c>.</summary>
    string? OauthbearerConfig { set; }

    /// <summary>librdkafka <c>enable.sasl.oauthbearer.unsecure.jwt</c>.</summary>
    bool? EnableOauthbearerUnsecureJwt { set; }

    /// <summary>librdkafka <c>security.protocol</c>.</summary>
    SecurityProtocol? SecurityProtocol { set; }

    /// <summary>librdkafka <c>sasl.kerberos.service.name</c>.</summary>
    string? KerberosServiceName { set; }

    /// <summary>librdkafka <c>sasl.kerberos.principal</c>.</summary>
    string? KerberosPrincipal { set; }

    /// <summary>librdkafka <c>sasl.kerberos.kinit.cmd</c>.</summary>
    string? KerberosKinitCmd { set; }

    /// <summary>librdkafka <c>sasl.kerberos.keytab</c>.</summary>
    string? KerberosKeytab { set; }

    /// <summary>librdkafka <c>sasl.kerberos.min.time.before.relogin</c>.</summary>
    TimeSpan? KerberosMinTimeBeforeRelogin { set; }
}
