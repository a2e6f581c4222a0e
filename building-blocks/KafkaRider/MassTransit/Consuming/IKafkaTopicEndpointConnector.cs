using Confluent.Kafka;

namespace MassTransit;

/// <summary>Connects topics while the bus runs.</summary>
public interface IKafkaTopicEndpointConnector
{
    /// <summary>Starts an endpoint; stop its handle to disconnect it.</summary>
    HostReceiveEndpointHandle ConnectTopicEndpoint<TKey, TValue>(
        string topicName,
        string groupId,
        Action<IRiderRegistrationContext, IKafkaTopicReceiveEndpointConfigurator<TKey, TValue>> configure)
        where TValue : class;

    /// <summary>Starts an endpoint with these consumer settings; stop its handle to disconnect it.</summary>
    HostReceiveEndpointHandle ConnectTopicEndpoint<TKey, TValue>(
        string topicName,
        ConsumerConfig consumerConfig,
        Action<IRiderRegistrationContext, IKafkaTopicReceiveEndpointConfigurator<TKey, TValue>> configure)
        where TValue : class;
}
