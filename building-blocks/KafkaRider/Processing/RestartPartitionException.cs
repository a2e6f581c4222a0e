namespace KafkaRider;

/// <summary>
/// Thrown by a processor that keeps its own positions and finds that the records it was given are not the next ones. The partition drops
/// what it has read, asks <see cref="IPartitionLifecycle.Assigned"/> again and goes on from its answer. Only at-least-once endpoints know
/// it.
/// </summary>
/// <param name="message">Why.</param>
public sealed class RestartPartitionException(string message) : Exception(message);
