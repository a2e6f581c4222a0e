using Confluent.Kafka;

namespace MassTransit;

/// <summary>TLS of the connection to the brokers. The security protocol is set beside it.</summary>
public interface IKafkaSslConfigurator
{
    /// <summary>librdkafka <c>ssl.cipher.suites</c>.</summary>
    string? CipherSuites { set; }

    /// <summary>librdkafka <c>ssl.curves.list</c>.</summary>
    string? CurvesList { set; }

    /// <summary>librdkafka <c>ssl.sigalgs.list</c>.</summary>
    string? SigalgsList { set; }

    /// <summary>librdkafka <c>ssl.key.location</c>.</summary>
    string? KeyLocation { set; }

    /// <summary>librdkafka <c>ssl.key.password</c>.</summary>
    string? KeyPassword { set; }

    /// <summary>librdkafka <c>ssl.key.pem</c>.</summary>
    string? KeyPem { set; }

    /// <summary>librdkafka <c>ssl.certificate.location</c>.</summary>
    string? CertificateLocation { set; }

    /// <summary>librdkafka <c>ssl.certificate.pem</c>.</summary>
    string? CertificatePem { set; }

    /// <summary>librdkafka <c>ssl.ca.location</c>.</summary>
    string? CaLocation { set; }

    /// <summary>librdkafka <c>ssl.crl.location</c>.</summary>
    string? CrlLocation { set; }

    /// <summary>librdkafka <c>ssl.keystore.location</c>.</summary>
    string? KeystoreLocation { set; }

    /// <summary>librdkafka <c>ssl.keystore.password</c>.</summary>
    string? KeystorePassword { set; }

    /// <summary>librdkafka <c>enable.ssl.certificate.verification</c>.</summary>
    bool? EnableCertificateVerification { set; }

    /// <summary>librdkafka <c>ssl.endpoint.identification.algorithm</c>.</summary>
    SslEndpointIdentificationAlgorithm? EndpointIdentificationAlgorithm { set; }

    /// <summary>librdkafka <c>ssl.certificate.location</c>.</summary>
    string? SslCertificateLocation { set; }

    /// <summary>librdkafka <c>ssl.certificate.pem</c>.</summary>
    string? SslCertificatePem { set; }

    /// <summary>librdkafka <c>ssl.ca.location</c>.</summary>
    string? SslCaLocation { set; }

    /// <summary>librdkafka <c>ssl.ca.pem</c>.</summary>
    string? SslCaPem { set; }

    /// <summary>librdkafka <c>ssl.ca.certificate.stores</c>.</summary>
    string? SslCaCertificateStores { set; }

    /// <summary>librdkafka <c>ssl.crl.location</c>.</summary>
    string? SslCrlLocation { set; }

    /// <summary>librdkafka <c>ssl.engine.location</c>.</summary>
    string? SslEngineLocation { set; }

    /// <summary>librdkafka <c>ssl.engine.id</c>.</summary>
    string? SslEngineId { set; }

    /// <summary>librdkafka <c>enable.ssl.certificate.verification</c>.</summary>
    bool? EnableSslCertificateVerification { set; }

    /// <summary>librdkafka <c>ssl.endpoint.identification.algorithm</c>.</summary>
    SslEndpointIdentificationAlgorithm? SslEndpointIdentificationAlgorithm { set; }
}
