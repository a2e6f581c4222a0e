using Confluent.Kafka;
using MassTransit.Transports;

namespace MassTransit;

/// <summary>A configured rider before it runs.</summary>
public interface IKafkaHostConfiguration : ISpecification
{
    /// <summary>The client settings of the connection, by librdkafka's names. May hold secrets.</summary>
    IReadOnlyDictionary<string, string> Configuration { get; }

    /// <summary>Builds the rider of a bus.</summary>
    IKafkaRider Build(IBusInstance busInstance);
}

/// <summary>Settings of clients on a rider's connection.</summary>
public static class KafkaConfigurationExtensions
{
    /// <summary>Settings of a consumer: the connection's, and over them these.</summary>
    public static ConsumerConfig GetConsumerConfig(this IKafkaHostConfiguration hostConfiguration, ConsumerConfig config) =>
        new(Merge(hostConfiguration, config));

    /// <summary>Settings of a producer: the connection's, and over them these.</summary>
    public static ProducerConfig GetProducerConfig(this IKafkaHostConfiguration hostConfiguration, ProducerConfig config) =>
        new(Merge(hostConfiguration, config));

    static Dictionary<string, string> Merge(IKafkaHostConfiguration host, Config config)
    {
        var settings = new Dictionary<string, string>(host.Configuration);
        foreach (var (key, value) in config) settings[key] = value;
        return settings;
    }
}
