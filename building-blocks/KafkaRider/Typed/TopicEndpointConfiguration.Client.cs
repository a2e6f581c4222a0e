using Confluent.Kafka;

namespace KafkaRider;

/// <content>Settings that go to the consumer as they are.</content>
internal sealed partial class TopicEndpointConfiguration<TKey, TValue>
{
    public AutoOffsetReset? AutoOffsetReset
    {
        set => Consumer.AutoOffsetReset = value;
    }

    public string? GroupInstanceId
    {
        set => Consumer.GroupInstanceId = value;
    }

    public PartitionAssignmentStrategy? PartitionAssignmentStrategy
    {
        set => Consumer.PartitionAssignmentStrategy = value;
    }

    public TimeSpan? SessionTimeout
    {
        set => Consumer.SessionTimeoutMs = value.ToMilliseconds();
    }

    public TimeSpan? HeartbeatInterval
    {
        set => Consumer.HeartbeatIntervalMs = value.ToMilliseconds();
    }

    public string? GroupProtocolType
    {
        set => Consumer.GroupProtocolType = value;
    }

    public TimeSpan? CoordinatorQueryInterval
    {
        set => Consumer.CoordinatorQueryIntervalMs = value.ToMilliseconds();
    }

    public TimeSpan? MaxPollInterval
    {
        set => Consumer.MaxPollIntervalMs = value.ToMilliseconds();
    }

    public bool? EnableAutoOffsetStore
    {
        set => Consumer.EnableAutoOffsetStore = value;
    }

    public int? QueuedMinMessages
    {
        set => Consumer.QueuedMinMessages = value;
    }

    public int? QueuedMaxMessagesKbytes
    {
        set => Consumer.QueuedMaxMessagesKbytes = value;
    }

    public bool? EnablePartitionEof
    {
        set => marksPartitionEnd = value == true;
    }

    public bool? CheckCrcs
    {
        set => Consumer.CheckCrcs = value;
    }
}
