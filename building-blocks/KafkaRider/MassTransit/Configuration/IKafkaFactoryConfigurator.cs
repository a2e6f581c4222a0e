using Confluent.Kafka;
using KafkaRider;
using MassTransit.KafkaIntegration.Serializers;

namespace MassTransit;

/// <summary>Configures the Kafka rider of a bus: its connection, its endpoints. Settings left alone keep librdkafka's defaults.</summary>
public interface IKafkaFactoryConfigurator
    : IRiderFactoryConfigurator, ISendObserverConnector, ISendPipelineConfigurator, IKafkaFaultConfigurator
{
    /// <summary>librdkafka <c>acks</c>.</summary>
    Acks? Acks { set; }

    /// <summary>librdkafka <c>client.id</c>.</summary>
    string? ClientId { set; }

    /// <summary>librdkafka <c>message.max.bytes</c>.</summary>
    int? MessageMaxBytes { set; }

    /// <summary>librdkafka <c>message.copy.max.bytes</c>.</summary>
    int? MessageCopyMaxBytes { set; }

    /// <summary>librdkafka <c>receive.message.max.bytes</c>.</summary>
    int? ReceiveMessageMaxBytes { set; }

    /// <summary>librdkafka <c>max.in.flight</c>.</summary>
    int? MaxInFlight { set; }

    /// <summary>librdkafka <c>topic.metadata.refresh.interval.ms</c>.</summary>
    TimeSpan? TopicMetadataRefreshInterval { set; }

    /// <summary>librdkafka <c>metadata.max.age.ms</c>.</summary>
    TimeSpan? MetadataMaxAge { set; }

    /// <summary>librdkafka <c>topic.metadata.refresh.fast.interval.ms</c>.</summary>
    TimeSpan? TopicMetadataRefreshFastInterval { set; }

    /// <summary>librdkafka <c>topic.metadata.refresh.sparse</c>.</summary>
    bool? TopicMetadataRefreshSparse { set; }

    /// <summary>librdkafka <c>topic.blacklist</c>.</summary>
    string? TopicBlacklist { set; }

    /// <summary>librdkafka <c>debug</c>.</summary>
    string? Debug { set; }

    /// <summary>librdkafka <c>broker.address.ttl</c>.</summary>
    TimeSpan? BrokerAddressTtl { set; }

    /// <summary>librdkafka <c>broker.address.family</c>.</summary>
    BrokerAddressFamily? BrokerAddressFamily { set; }

    /// <summary>librdkafka <c>reconnect.backoff.ms</c>.</summary>
    TimeSpan? ReconnectBackoff { set; }

    /// <summary>librdkafka <c>reconnect.backoff.max.ms</c>.</summary>
    TimeSpan? ReconnectBackoffMax { set; }

    /// <summary>librdkafka <c>statistics.interval.ms</c>.</summary>
    TimeSpan? StatisticsInterval { set; }

    /// <summary>librdkafka <c>log.queue</c>.</summary>
    bool? LogQueue { set; }

    /// <summary>librdkafka <c>log.thread.name</c>.</summary>
    bool? LogThreadName { set; }

    /// <summary>librdkafka <c>log.connection.close</c>.</summary>
    bool? LogConnectionClose { set; }

    /// <summary>librdkafka <c>internal.termination.signal</c>.</summary>
    int? InternalTerminationSignal { set; }

    /// <summary>librdkafka <c>security.protocol</c>.</summary>
    SecurityProtocol? SecurityProtocol { set; }

    /// <summary>librdkafka <c>plugin.library.paths</c>.</summary>
    string? PluginLibraryPaths { set; }

    /// <summary>librdkafka <c>client.rack</c>.</summary>
    string? ClientRack { set; }

    /// <summary>The brokers to ask first. Once only.</summary>
    /// <param name="servers">Entries <c>host:port</c>.</param>
    /// <param name="configure">Security.</param>
    void Host(IReadOnlyList<string> servers, Action<IKafkaHostConfigurator>? configure = null);

    /// <summary>
    /// Called when a client needs an OAuth bearer token, at its start and before each one ends, with
    /// <c>sasl.oauthbearer.config</c>. Answer by <c>OAuthBearerSetToken</c> or <c>OAuthBearerSetTokenFailure</c>, at once or later.
    /// </summary>
    void OAuthBearerTokenRefreshHandler(Action<IClient, string> oauthBearerTokenRefreshHandler);

    /// <summary>How the client finds out what the broker speaks.</summary>
    void ConfigureApi(Action<IKafkaApiConfigurator> configure);

    /// <summary>Sockets.</summary>
    void ConfigureSocket(Action<IKafkaSocketConfigurator> configure);

    /// <summary>A topic as a receive endpoint.</summary>
    void TopicEndpoint<TKey, TValue>(
        string topicName, string groupId, Action<IKafkaTopicReceiveEndpointConfigurator<TKey, TValue>> configure)
        where TValue : class;

    /// <summary>A topic as a receive endpoint, with these consumer settings.</summary>
    void TopicEndpoint<TKey, TValue>(
        string topicName, ConsumerConfig consumerConfig, Action<IKafkaTopicReceiveEndpointConfigurator<TKey, TValue>> configure)
        where TValue : class;

    /// <summary>Reads headers of all endpoints in another way than UTF-8 text.</summary>
    void SetHeadersDeserializer(IHeadersDeserializer deserializer);

    /// <summary>Writes headers of all producers in another way than UTF-8 text.</summary>
    void SetHeadersSerializer(IHeadersSerializer serializer);

    /// <summary>Makes the serializers of all types that have none of their own.</summary>
    void SetSerializationFactory(IKafkaSerializerFactory factory);

    internal void AddProducer<TKey, TValue>(
        string topicName, ProducerConfig? producerConfig, Action<IKafkaProducerConfigurator<TKey, TValue>>? configure)
        where TValue : class;

    internal void AddRecordEndpoint(RecordEndpointConfigurator endpoint);
}
