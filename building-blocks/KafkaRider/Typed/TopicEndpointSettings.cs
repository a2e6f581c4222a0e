using Librdkafka;

namespace KafkaRider;

/// <summary>What the processor of a typed endpoint needs to know.</summary>
internal sealed record TopicEndpointSettings(string Name, string GroupId)
{
    /// <summary>Keys of a partition that run side by side.</summary>
    internal int KeyBuckets { get; init; } = 1;

    /// <summary>Messages of a key that run side by side.</summary>
    internal int ConcurrentDeliveryLimit { get; init; } = 1;

    /// <summary>Records know whether they were the last of their partition.</summary>
    internal bool MarksPartitionEnd { get; init; }

    /// <summary>Records without a value are messages too.</summary>
    internal bool DeliversTombstones { get; init; }

    /// <summary>Failures that are never tried again on an exactly-once endpoint.</summary>
    internal Func<Exception, bool> IsPermanent { get; init; } = _ => true;

    /// <summary>An offset, or a special one.</summary>
    internal long StartOffset { get; init; } = SpecialOffset.None;

    /// <summary>What the endpoint's consumers keep beside Kafka.</summary>
    internal IReadOnlyList<IEndpointState> State { get; init; } = [];

    /// <summary>Topics that the start offset is not for.</summary>
    internal IReadOnlyList<string> RetryTopics { get; init; } = [];
}
