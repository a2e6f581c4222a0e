using Confluent.Kafka;
using KafkaRider;
using MassTransit.KafkaIntegration;
using MassTransit.KafkaIntegration.Serializers;

namespace MassTransit;

/// <summary>
/// A topic as a receive endpoint. A position is committed only after the messages before it were processed; a message that fails, or cannot
/// be read, is logged, counted and skipped unless <see cref="KafkaFaultConfiguratorExtensions"/> says otherwise.
/// </summary>
public interface IKafkaTopicReceiveEndpointConfigurator : IReceiveEndpointConfigurator, IKafkaFaultConfigurator
{
    /// <summary>librdkafka <c>auto.offset.reset</c>.</summary>
    AutoOffsetReset? AutoOffsetReset { set; }

    /// <summary>librdkafka <c>group.instance.id</c>.</summary>
    string? GroupInstanceId { set; }

    /// <summary>librdkafka <c>partition.assignment.strategy</c>.</summary>
    PartitionAssignmentStrategy? PartitionAssignmentStrategy { set; }

    /// <summary>librdkafka <c>session.timeout.ms</c>.</summary>
    TimeSpan? SessionTimeout { set; }

    /// <summary>librdkafka <c>heartbeat.interval.ms</c>.</summary>
    TimeSpan? HeartbeatInterval { set; }

    /// <summary>librdkafka <c>group.protocol.type</c>.</summary>
    string? GroupProtocolType { set; }

    /// <summary>librdkafka <c>coordinator.query.interval.ms</c>.</summary>
    TimeSpan? CoordinatorQueryInterval { set; }

    /// <summary>librdkafka <c>max.poll.interval.ms</c>.</summary>
    TimeSpan? MaxPollInterval { set; }

    /// <summary>librdkafka <c>enable.auto.offset.store</c>.</summary>
    bool? EnableAutoOffsetStore { set; }

    /// <summary>librdkafka <c>queued.min.messages</c>.</summary>
    int? QueuedMinMessages { set; }

    /// <summary>librdkafka <c>queued.max.messages.kbytes</c>.</summary>
    int? QueuedMaxMessagesKbytes { set; }

    /// <summary>
    /// Tells by <see cref="KafkaConsumeContextExtensions.IsPartitionEof"/> which message was the last one of its partition when it was
    /// read. Default: nothing is told.
    /// </summary>
    bool? EnablePartitionEof { set; }

    /// <summary>librdkafka <c>check.crcs</c>.</summary>
    bool? CheckCrcs { set; }

    /// <summary>Offset at which every assigned partition starts; default: the group's.</summary>
    long Offset { set; }

    /// <summary>Longest time between two commits of positions. Default: 1 minute.</summary>
    TimeSpan CheckpointInterval { set; }

    /// <summary>Most messages between two commits of positions. Default: 5,000.</summary>
    ushort CheckpointMessageCount { set; }

    /// <summary>Most records of a partition waiting in memory. Default: 10,000.</summary>
    ushort MessageLimit { set; }

    /// <summary>Consumers of this endpoint, each a member of the group with partitions of its own. Default: 1.</summary>
    ushort ConcurrentConsumerLimit { set; }

    /// <summary>Messages of one key that run at the same time; more than 1 gives up their order. Default: 1.</summary>
    int ConcurrentDeliveryLimit { set; }

    /// <summary>How the consumer fetches.</summary>
    void ConfigureFetch(Action<IKafkaFetchConfigurator> configure);

    /// <summary>Whether records of open and aborted transactions are read.</summary>
    void UseIsolationLevel(IsolationLevel isolationLevel);

    /// <summary>Reads headers in another way than UTF-8 text.</summary>
    void SetHeadersDeserializer(IHeadersDeserializer deserializer);

    /// <summary>
    /// Where a group without a committed offset starts: at the first message of this time or later, else at the end; in place of
    /// <see cref="AutoOffsetReset"/>.
    /// </summary>
    void StartAt(DateTimeOffset time);

    /// <summary>Gives records without a value to consumers of <see cref="Tombstone{T}"/>. Default: they are passed over.</summary>
    void DeliverTombstones();

    /// <summary>Hears of every commit of positions, also of those that fail.</summary>
    void SetOffsetsCommittedHandler(Action<CommittedOffsets> offsetsCommittedHandler);

    /// <summary>Takes the client's statistics, JSON, every <see cref="IKafkaFactoryConfigurator.StatisticsInterval"/>.</summary>
    void SetStatisticsHandler(Action<string> statisticsHandler);

    /// <summary>
    /// Creates the topic when it is missing as the endpoint starts; one that is there stays as it is. Needs a broker that lets the client
    /// do so.
    /// </summary>
    void CreateIfMissing(Action<KafkaTopicOptions>? configure = null);

    /// <summary>
    /// What consumers, sagas and handlers of this endpoint produce by <see cref="ITopicProducer{TKey, TValue}"/> while they handle a
    /// message is held back with it and becomes one Kafka transaction with dead letters and positions. A message that fails leaves nothing
    /// behind: it is tried again with back-off, later ones of its partition waiting, until it succeeds, fails for good (see
    /// <see cref="ExactlyOnceOptions"/>) or its output is rejected by the broker; then the rule for faults applies, inside the
    /// transaction. No retry topics. <c>Produce</c> ends when the record is held; its partition is found as by Java's default. What else a
    /// consumer does may happen twice, so it must be idempotent. On a broker without transactions the endpoint runs at-least-once and warns
    /// once.
    /// </summary>
    void ExactlyOnce(Action<ExactlyOnceOptions>? configure = null);
}

/// <summary>The same for given types of key and value.</summary>
/// <typeparam name="TKey">Type of the key; <see cref="Ignore"/> when it does not matter.</typeparam>
/// <typeparam name="TValue">Type of the message.</typeparam>
public interface IKafkaTopicReceiveEndpointConfigurator<TKey, TValue> : IKafkaTopicReceiveEndpointConfigurator
    where TValue : class
{
    /// <summary>Reads keys in this way.</summary>
    void SetKeyDeserializer(IDeserializer<TKey> deserializer);

    /// <summary>Reads values in this way.</summary>
    void SetValueDeserializer(IDeserializer<TValue> deserializer);
}
