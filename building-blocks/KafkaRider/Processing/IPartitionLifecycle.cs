using Librdkafka;

namespace KafkaRider;

/// <summary>
/// Optional for an <see cref="IRecordProcessor"/>: learns which partitions it owns and says where each one starts. A partition is assigned,
/// restores what the processor keeps for it while <see cref="Assigned"/> runs, is running, and in the end revoked or lost.
/// </summary>
public interface IPartitionLifecycle
{
    /// <summary>
    /// True, the default: positions live with what the processor keeps, so nobody else may move them (<see
    /// cref="IEndpointControl.Seek(string, TopicPartitionOffset, CancellationToken)"/> is refused). False: the group's offsets decide.
    /// </summary>
    bool KeepsPositions => true;

    /// <summary>
    /// A partition was assigned. It stays paused until this answers, however long that takes; other partitions and rebalances go on
    /// meanwhile.
    /// An exception is retried with back-off; it never starts the partition elsewhere. The token is cancelled when the partition goes, be
    /// that long after this has answered: by then <see cref="Revoked"/> or <see cref="Lost"/> was called.
    /// </summary>
    /// <returns>The first offset to read; null for the group's committed offset, else the endpoint's offset reset.</returns>
    ValueTask<long?> Assigned(TopicPartition partition, PartitionContext context, CancellationToken cancellationToken);

    /// <summary>Everything is in place: records come from now on. Called by the endpoint's loop, so it must be quick.</summary>
    void Running(TopicPartition partition)
    {
    }

    /// <summary>
    /// No more records come, and what the partition had is committed or undone. Called by the endpoint's loop, so it must be quick; before
    /// <see cref="Revoked"/> or <see cref="Lost"/>, which the loop waits for only so long.
    /// </summary>
    void Stopped(TopicPartition partition)
    {
    }

    /// <summary>The partition is no longer ours. Called after its last batch ended and, where still allowed, its positions were
    /// committed.</summary>
    ValueTask Revoked(TopicPartition partition, CancellationToken cancellationToken);

    /// <summary>The partition was taken away, or its client failed: what was not committed is undone, and another instance may already work
    /// on it. Default: the same as <see cref="Revoked"/>.</summary>
    ValueTask Lost(TopicPartition partition, CancellationToken cancellationToken) => Revoked(partition, cancellationToken);
}

/// <summary>What is known about a partition when it is assigned.</summary>
/// <param name="ClusterId">Id of the cluster: positions kept elsewhere mean nothing on another cluster.</param>
/// <param name="GroupId">The consumer group.</param>
/// <param name="LowWatermark">Offset of the first record that the log still holds.</param>
/// <param name="HighWatermark">Offset after the last record; on a read-committed endpoint, the last stable offset.</param>
public sealed record PartitionContext(string ClusterId, string GroupId, long LowWatermark, long HighWatermark)
{
    /// <summary>Whether what is produced and the positions of all partitions become visible together or not at all.</summary>
    public bool IsTransactional { get; init; }
}
