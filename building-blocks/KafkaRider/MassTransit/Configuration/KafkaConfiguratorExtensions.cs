using Confluent.Kafka;

namespace MassTransit;

/// <summary>Shorter forms of the rider's configuration.</summary>
public static class KafkaConfiguratorExtensions
{
    /// <summary>The broker to ask first.</summary>
    public static void Host(this IKafkaFactoryConfigurator configurator, string server, Action<IKafkaHostConfigurator>? configure = null) =>
        configurator.Host([server], configure);

    /// <summary>A topic whose keys do not matter.</summary>
    public static void TopicEndpoint<T>(
        this IKafkaFactoryConfigurator configurator,
        string topicName,
        string groupId,
        Action<IKafkaTopicReceiveEndpointConfigurator<Ignore, T>> configure)
        where T : class => configurator.TopicEndpoint(topicName, groupId, configure);

    /// <summary>A topic whose keys do not matter, with these consumer settings.</summary>
    public static void TopicEndpoint<T>(
        this IKafkaFactoryConfigurator configurator,
        string topicName,
        ConsumerConfig consumerConfig,
        Action<IKafkaTopicReceiveEndpointConfigurator<Ignore, T>> configure)
        where T : class => configurator.TopicEndpoint(topicName, consumerConfig, configure);

    /// <summary>Connects a topic whose keys do not matter.</summary>
    public static HostReceiveEndpointHandle ConnectTopicEndpoint<T>(
        this IKafkaTopicEndpointConnector connector,
        string topicName,
        string groupId,
        Action<IRiderRegistrationContext, IKafkaTopicReceiveEndpointConfigurator<Ignore, T>> configure)
        where T : class => connector.ConnectTopicEndpoint(topicName, groupId, configure);

    /// <summary>Connects a topic whose keys do not matter, with these consumer settings.</summary>
    public static HostReceiveEndpointHandle ConnectTopicEndpoint<T>(
        this IKafkaTopicEndpointConnector connector,
        string topicName,
        ConsumerConfig consumerConfig,
        Action<IRiderRegistrationContext, IKafkaTopicReceiveEndpointConfigurator<Ignore, T>> configure)
        where T : class => connector.ConnectTopicEndpoint(topicName, consumerConfig, configure);
}
