namespace Librdkafka;

/// <summary>
/// What a consumer tells its owner. The rebalance handlers may call the consumer; whatever they leave undone (assign, unassign) is
/// done when they return, also when they throw.
/// </summary>
public sealed record ConsumerEvents : ClientEvents
{
    /// <summary>
    /// Partitions have come: all of the assignment with an eager assignor, the new ones with a cooperative one. To start elsewhere
    /// than at the committed offset call <see cref="Consumer.Assign"/> (eager) or <see cref="Consumer.IncrementalAssign"/>
    /// (cooperative) here; <see cref="Consumer.AssignFrom"/> chooses by the protocol in use.
    /// </summary>
    public Action<Consumer, IReadOnlyList<TopicPartition>>? Assigned { get; init; }

    /// <summary>
    /// Partitions go, still owned while the handler runs: the last moment to commit. With an eager assignor all of them, before every
    /// rebalance.
    /// </summary>
    public Action<Consumer, IReadOnlyList<TopicPartition>>? Revoked { get; init; }

    /// <summary>
    /// Partitions are gone already and may have a new owner: commit nothing. Without a handler <see cref="Revoked"/> is called.
    /// </summary>
    public Action<Consumer, IReadOnlyList<TopicPartition>>? Lost { get; init; }

    /// <summary>The end of a partition was reached; only with <c>enable.partition.eof</c>.</summary>
    public Action<TopicPartitionOffset>? PartitionEnd { get; init; }

    /// <summary>
    /// The result of <see cref="Consumer.StartCommit"/> and of automatic commits: what was committed, and the error or NoError.
    /// </summary>
    public Action<ErrorCode, IReadOnlyList<TopicPartitionOffset>>? Committed { get; init; }
}
