using MassTransit;

namespace KafkaRider;

/// <summary>Adds record endpoints to the Kafka rider.</summary>
public static class RecordEndpointExtensions
{
    /// <summary>An endpoint that hands the raw records of a topic to a processor, in batches.</summary>
    /// <param name="configurator">The rider.</param>
    /// <param name="topic">The topic; it must exist, but may come later than the endpoint.</param>
    /// <param name="groupId">The consumer group.</param>
    /// <param name="configure">Processor and settings.</param>
    /// <exception cref="ConfigurationException">Settings are wrong: all of them are named.</exception>
    public static void RecordEndpoint(
        this IKafkaFactoryConfigurator configurator, string topic, string groupId, Action<RecordEndpointConfigurator> configure) =>
        configurator.RecordEndpoint([topic], groupId, configure);

    /// <summary>The same for several topics, whose partitions the range assignor keeps together where they are equal in number.</summary>
    /// <inheritdoc cref="RecordEndpoint(IKafkaFactoryConfigurator, string, string, Action{RecordEndpointConfigurator})"/>
    public static void RecordEndpoint(
        this IKafkaFactoryConfigurator configurator,
        IReadOnlyList<string> topics,
        string groupId,
        Action<RecordEndpointConfigurator> configure)
    {
        var endpoint = new RecordEndpointConfigurator(topics, groupId);
        configure(endpoint);
        configurator.AddRecordEndpoint(endpoint);
    }
}
