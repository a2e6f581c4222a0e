namespace KafkaRider;

/// <summary>
/// Keeps the instances of a saga in the transactions of exactly-once topic endpoints. Found in the container: an endpoint on which the saga
/// is configured asks each registered keeper of it once, while the rider is built.
/// </summary>
public interface ISagaKeeper
{
    /// <summary>The saga whose instances it keeps.</summary>
    Type Saga { get; }

    /// <summary>An endpoint takes messages of the saga.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="problems">Takes every mistake: the endpoint reports them together with its own, and the rider does not start.</param>
    /// <returns>What learns the endpoint's partitions and takes part in its transactions.</returns>
    IEndpointState Attach(SagaEndpoint endpoint, ICollection<string> problems);
}

/// <summary>
/// What consumers of an exactly-once topic endpoint keep beside Kafka: it learns which partitions the endpoint owns, and goes with its
/// transactions. Messages run beside the endpoint's loop, so it must guard what they read; what they write waits until
/// <see cref="IEnlistedMessage.WhenIncluded"/>.
/// </summary>
public interface IEndpointState : IPartitionLifecycle, ITransactionParticipant;

/// <summary>An exactly-once topic endpoint on which a saga is configured.</summary>
/// <param name="Name">The endpoint's name in problems and reports.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="GroupId">Its consumer group.</param>
/// <param name="Connection">How to reach the cluster, by librdkafka's names. May hold secrets.</param>
/// <param name="ExactlyOnce">Its exactly-once settings, where failures that are never tried again can be added.</param>
public sealed record SagaEndpoint(
    string Name, string Topic, string GroupId, IReadOnlyDictionary<string, string> Connection, ExactlyOnceOptions ExactlyOnce);
