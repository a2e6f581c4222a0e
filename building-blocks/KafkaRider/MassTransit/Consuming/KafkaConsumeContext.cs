namespace MassTransit;

/// <summary>Where a consumed message comes from; a payload of the consume context.</summary>
public interface KafkaConsumeContext
{
    /// <summary>Consumer group.</summary>
    string GroupId { get; }

    /// <summary>Topic of the record, also when the subscription is a pattern.</summary>
    string Topic { get; }

    /// <summary>Partition.</summary>
    int Partition { get; }

    /// <summary>Offset.</summary>
    long Offset { get; }

    /// <summary>
    /// Whether this was the last record of its partition when it was read; always false unless the endpoint sets
    /// <see cref="IKafkaTopicReceiveEndpointConfigurator.EnablePartitionEof"/>. Behind a transaction's last record its marker counts as one
    /// more.
    /// </summary>
    bool IsPartitionEof { get; }

    /// <summary>Timestamp of the record, UTC.</summary>
    DateTime CheckpointUtcDateTime { get; }
}

/// <summary>The same with the record's key.</summary>
/// <typeparam name="TKey">Type of the key.</typeparam>
public interface KafkaConsumeContext<out TKey> : KafkaConsumeContext
{
    /// <summary>Key of the record.</summary>
    TKey Key { get; }
}
