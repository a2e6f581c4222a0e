using Confluent.Kafka;
using MassTransit;
using MassTransit.KafkaIntegration.Serializers;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>A typed endpoint before its bus is there.</summary>
internal interface ITopicSpecification
{
    /// <summary>Unique within the rider: <c>kafka/topic/group</c>.</summary>
    string EndpointName { get; }

    ReceiveEndpoint Build(IBusInstance bus, EngineParts parts, Serialization serialization, IReceiveEndpointObserver observers);
}

/// <summary>How the rider reads and writes messages by default.</summary>
internal sealed class Serialization
{
    internal IKafkaSerializerFactory Factory { get; set; } = new DefaultKafkaSerializerFactory();

    internal IHeadersSerializer HeadersSerializer { get; set; } = DictionaryHeadersSerialize.Serializer;

    internal IHeadersDeserializer HeadersDeserializer { get; set; } = DictionaryHeadersSerialize.Deserializer;
}

/// <summary>The only kind there is; generic in what it reads.</summary>
internal sealed class TopicSpecification<TKey, TValue>(
    string topic, ConsumerConfig consumer, Action<IKafkaTopicReceiveEndpointConfigurator<TKey, TValue>> configure) : ITopicSpecification
    where TValue : class
{
    /// <summary>Connected while the bus runs, and gone when it is stopped.</summary>
    internal bool IsTemporary { get; init; }

    public string EndpointName => $"{KafkaTopicAddress.PathPrefix}/{topic}/{consumer.GroupId}";

    public ReceiveEndpoint Build(IBusInstance bus, EngineParts parts, Serialization serialization, IReceiveEndpointObserver observers)
    {
        var endpoint = bus.HostConfiguration.CreateReceiveEndpointConfiguration($"{KafkaTopicAddress.PathPrefix}/{topic}");
        endpoint.ConnectReceiveEndpointObserver(observers);
        var configuration = new TopicEndpointConfiguration<TKey, TValue>(
            topic, consumer, endpoint, serialization.Factory, serialization.HeadersDeserializer);
        configure(configuration);
        var problems = configuration.Validate().Where(result => result.Disposition == ValidationResultDisposition.Failure).ToList();
        if (problems.Count > 0) throw new ConfigurationException(problems, $"Endpoint {EndpointName} is not configured correctly");
        return configuration.Build(bus, parts, IsTemporary);
    }
}
