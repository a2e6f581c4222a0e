namespace KafkaRider;

/// <summary>What every endpoint of this process is doing, at most a few seconds old. Safe to read from any thread, also before the
/// start.</summary>
public interface IEndpointStatus
{
    /// <summary>One report for each configured endpoint, in the order of configuration.</summary>
    IReadOnlyList<EndpointReport> Endpoints { get; }
}

/// <summary>State of an endpoint.</summary>
public enum EndpointState
{
    /// <summary>Not started, or stopped.</summary>
    Stopped,

    /// <summary>Looking for the broker or joining the group.</summary>
    Starting,

    /// <summary>A member of the group.</summary>
    Running,

    /// <summary>Running or trying to, but the broker cannot be reached, a batch fails, or faults hold it up: see <see
    /// cref="EndpointReport.Problem"/>.</summary>
    Degraded,

    /// <summary>A member of the group that starts no batch, on request: see <see cref="IEndpointControl.Pause"/>.</summary>
    Paused,
}

/// <summary>One endpoint.</summary>
/// <param name="Name">Unique name: <c>topic/group</c>.</param>
/// <param name="Topics">Subscribed topics.</param>
/// <param name="GroupId">Consumer group.</param>
/// <param name="ExactlyOnce">Whether it runs in transactions; false too where the broker has none.</param>
/// <param name="ClusterId">The cluster; null until the broker answered for the first time.</param>
/// <param name="State">State.</param>
/// <param name="Problem">What is wrong now, for a human; null when nothing is.</param>
/// <param name="Partitions">Partitions owned now.</param>
public sealed record EndpointReport(
    string Name,
    IReadOnlyList<string> Topics,
    string GroupId,
    bool ExactlyOnce,
    string? ClusterId,
    EndpointState State,
    string? Problem,
    IReadOnlyList<PartitionReport> Partitions)
{
    /// <summary>Whether <see cref="Problem"/> is that the broker cannot be reached.</summary>
    public bool BrokerIsDown { get; init; }

    /// <summary>How long done records have waited for a commit of their positions; zero when none do. At-least-once only.</summary>
    public TimeSpan CommitAge { get; init; }

    /// <summary>Whether <see cref="Problem"/> is a fault that waits for <see cref="IEndpointControl.Resume"/>.</summary>
    public bool IsHalted { get; init; }

    /// <summary>Whether it was stopped by <see cref="IEndpointControl.Stop"/>.</summary>
    public bool IsStoppedOnRequest { get; init; }

    /// <summary>How long the open transaction has been open; null while none is.</summary>
    public TimeSpan? TransactionAge { get; init; }
}

/// <summary>One partition that the endpoint owns. Offsets are null until known.</summary>
/// <param name="Topic">Topic.</param>
/// <param name="Partition">Partition.</param>
/// <param name="Position">Offset after the last record that is done, transaction markers at the end of the log included.</param>
/// <param name="Committed">Offset that the group has committed.</param>
/// <param name="LowWatermark">Offset of the first record in the log.</param>
/// <param name="HighWatermark">Offset after the last record in the log (the last stable offset when reading committed records
/// only).</param>
/// <param name="Paused">Not read now: its start offset is awaited, its queue is full, its batch failed, or it is held.</param>
/// <param name="LastError">The error of its failing batch, or of its start; null once that succeeded.</param>
public sealed record PartitionReport(
    string Topic,
    int Partition,
    long? Position,
    long? Committed,
    long? LowWatermark,
    long? HighWatermark,
    bool Paused,
    string? LastError)
{
    /// <summary>Records that are not done yet; null until both ends are known.</summary>
    public long? Lag => HighWatermark is { } high && Position is { } position ? Math.Max(0, high - position) : null;

    /// <summary>
    /// The age of the oldest record that is not done, by its timestamp; zero without one. Null until such a record was fetched.
    /// </summary>
    public TimeSpan? LagTime { get; init; }

    /// <summary>Records fetched and not done.</summary>
    public int InFlight { get; init; }

    /// <summary>Why no batch starts although records are there: paused on request, or a fault; null when neither.</summary>
    public string? HeldBecause { get; init; }

    /// <summary>Whether it is of a retry topic: its lag is the depth of that step of the ladder.</summary>
    public bool IsRetry { get; init; }
}
