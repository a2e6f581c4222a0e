using Librdkafka;

namespace KafkaRider;

/// <summary>
/// Operates the endpoints of this process while they run, at-least-once and exactly-once ones alike. Safe from any thread. Endpoints are
/// named as in <see cref="EndpointReport.Name"/> (<c>topic/group</c>); where several consumers share a name, a call is for all of them.
/// What it does holds for this process until it ends: other members of the group are not told. Every call throws <see
/// cref="KeyNotFoundException"/> for an endpoint that does not exist and names those that do.
/// </summary>
public interface IEndpointControl
{
    /// <summary>
    /// Starts no further batch; one that is under way is finished and committed. Partitions stay assigned, also over rebalances, and what
    /// was fetched stays in memory.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="partition">Only this partition, whoever owns it now; null: all.</param>
    void Pause(string endpoint, TopicPartition? partition = null);

    /// <summary>
    /// Ends <see cref="Pause"/>, and a stop that a fault has caused: the failed record is tried again. Nothing when neither is there.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="partition">Only this partition, unless the whole endpoint is paused; null: the endpoint and all partitions.</param>
    void Resume(string endpoint, TopicPartition? partition = null);

    /// <summary>
    /// Moves an owned partition: the next record processed is the one at the offset. Waits until the work under way has ended and is
    /// committed; the group's committed offset follows with the next commit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset is outside the log, whose bounds the message names.</exception>
    /// <exception cref="InvalidOperationException">
    /// The partition is not owned here, was taken away meanwhile, or its processor keeps positions of its own (<see
    /// cref="IPartitionLifecycle.KeepsPositions"/>).
    /// </exception>
    /// <exception cref="KafkaException">The broker did not tell the bounds of the log.</exception>
    Task Seek(string endpoint, TopicPartitionOffset position, CancellationToken cancellationToken = default);

    /// <summary>
    /// Moves owned partitions to the first record whose timestamp is at or after the time; to the end where there is none.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="time">The time.</param>
    /// <param name="partition">Only this partition; null: all that are owned here.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Where each partition goes on.</returns>
    /// <inheritdoc cref="Seek(string, TopicPartitionOffset, CancellationToken)" path="/exception"/>
    Task<IReadOnlyList<TopicPartitionOffset>> Seek(
        string endpoint, DateTimeOffset time, TopicPartition? partition = null, CancellationToken cancellationToken = default);

    /// <summary>Finishes what is under way, commits, leaves the group. Nothing when it is stopped.</summary>
    Task Stop(string endpoint, CancellationToken cancellationToken = default);

    /// <summary>Joins the group again after <see cref="Stop"/>; ends when partitions were assigned. Nothing when it runs.</summary>
    Task Start(string endpoint, CancellationToken cancellationToken = default);
}
