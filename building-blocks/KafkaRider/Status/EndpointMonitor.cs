using Librdkafka;
using Microsoft.Extensions.Logging;

namespace KafkaRider;

/// <summary>Collects what an endpoint's threads learn, for its report. Written by several threads, each field by one at a time.</summary>
internal sealed class EndpointMonitor(RecordEndpointConfigurator settings, ILogger logger, TimeProvider time)
{
    /// <summary>The problem of an endpoint that somebody stopped.</summary>
    internal const string StoppedOnRequest = "stopped on request";

    /// <summary>Most texts of errors that are remembered, as they have ports and times in them.</summary>
    const int ErrorsKept = 32;

    readonly Dictionary<string, long> told = [];

    volatile AssignedPartition[] partitions = [];
    volatile string? brokerProblem;
    long uncommittedSince;
    volatile string? endpointProblem;
    volatile EndpointState state = EndpointState.Stopped;
    volatile SkippedRecord? skipped;
    long transactionOpenedAt;

    /// <summary>The broker is away (why), or back (null). Raised by the thread that noticed.</summary>
    internal event Action<string?>? BrokerChanged;

    internal string Name => settings.Name;

    /// <summary>The endpoint that this is about.</summary>
    internal RecordEndpoint? Endpoint { get; set; }

    internal EndpointHolds Holds { get; } = new();

    /// <summary>Holds batches back while most attempts fail.</summary>
    internal FaultGate Gate { get; } = new(settings, logger, time);

    /// <summary>Since when there is something to commit, a timestamp of the clock; null when there is nothing.</summary>
    internal long? UncommittedSince
    {
        get => Volatile.Read(ref uncommittedSince) is not 0 and var since ? since : null;
        set => Volatile.Write(ref uncommittedSince, value ?? 0);
    }

    internal bool IsStarted => state != EndpointState.Stopped;

    internal string? BrokerProblem => brokerProblem;

    internal string? ClusterId { get; set; }

    internal bool ExactlyOnce { get; set; } = settings.ExactlyOnceOptions is not null;

    /// <summary>Timestamp of the clock when the open transaction began; null while none is open.</summary>
    internal long? TransactionOpenedAt
    {
        get => Volatile.Read(ref transactionOpenedAt) is not 0 and var opened ? opened : null;
        set => Volatile.Write(ref transactionOpenedAt, value ?? 0);
    }

    internal EndpointState State
    {
        set => state = value;
    }

    /// <summary>Partitions owned now; replaced, never changed.</summary>
    internal AssignedPartition[] Partitions
    {
        get => partitions;
        set => partitions = value;
    }

    /// <summary>Something is wrong with the whole endpoint; null: no longer.</summary>
    internal string? Problem
    {
        set => endpointProblem = value;
    }

    internal void BrokerAnswered()
    {
        if (brokerProblem is null) return;
        brokerProblem = null;
        Log.BrokerIsBack(logger, Name);
        BrokerChanged?.Invoke(null);
    }

    internal void BrokerFailed(string reason)
    {
        if (brokerProblem is not null) return;
        brokerProblem = $"broker not reachable since {time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}: {reason}";
        Log.BrokerIsAway(logger, Name, reason);
        BrokerChanged?.Invoke(brokerProblem);
    }

    /// <summary>A record was passed over.</summary>
    internal void Skipped(TopicPartitionOffset position, Exception error) => skipped = new SkippedRecord(
        $"{position} was skipped: {error.GetType().Name}: {error.Message}", time.GetTimestamp());

    /// <summary>An error of a client: the client mends it by itself unless it is fatal.</summary>
    internal void ClientError(ClientError error)
    {
        if (error.Code == ErrorCode.AllBrokersDown) BrokerFailed(error.Reason);
        Tell(error);
    }

    /// <summary>
    /// The probe hears of an outage only after its question, which has told more. A client that nobody polls meanwhile says the same
    /// hundreds of times at once.
    /// </summary>
    internal void Tell(ClientError error)
    {
        lock (told)
        {
            var now = time.GetTimestamp();
            if (told.TryGetValue(error.Reason, out var since) && time.GetElapsedTime(since, now) < EndpointLimits.ErrorShown) return;
            if (told.Count >= ErrorsKept) told.Clear();
            told[error.Reason] = now;
        }

        Log.ClientError(logger, Name, error.Code, error.Reason, error.Advice);
    }

    internal EndpointReport Report()
    {
        var owned = partitions;
        var fault = Holds.Fault;
        var problem = brokerProblem ?? endpointProblem ?? fault ?? Gate.Problem ?? FailingPartition(owned) ?? RecentSkip();
        var shown = state != EndpointState.Running ? state
            : problem is not null ? EndpointState.Degraded
            : Holds.Reason is not null ? EndpointState.Paused
            : state;
        return new EndpointReport(
            Name, settings.Topics, settings.GroupId, ExactlyOnce, ClusterId, shown, problem, Array.ConvertAll(owned, Report))
        {
            BrokerIsDown = brokerProblem is not null,
            IsHalted = fault is not null,
            CommitAge = UncommittedSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero,
            IsStoppedOnRequest = shown == EndpointState.Stopped && endpointProblem == StoppedOnRequest,
            TransactionAge = TransactionOpenedAt is { } opened ? time.GetElapsedTime(opened) : null,
        };
    }

    string? RecentSkip() =>
        skipped is { } record && time.GetElapsedTime(record.Since) < EndpointLimits.SkipShown ? record.Problem : null;

    static string? FailingPartition(AssignedPartition[] owned) =>
        Array.Find(owned, partition => partition.LastError is not null) is { } failing ? $"{failing.Id}: {failing.LastError}" : null;

    PartitionReport Report(AssignedPartition partition) => new(
        partition.Id.Topic,
        partition.Id.Partition,
        partition.Position,
        partition.Committed,
        partition.LowWatermark,
        partition.HighWatermark,
        partition.IsPaused || partition.HeldBecause is not null,
        partition.LastError)
    {
        HeldBecause = partition.HeldBecause,
        LagTime = LagTime(partition),
        InFlight = partition.InFlight,
        IsRetry = partition.Rung is not null,
    };

    /// <summary>The age of the oldest record that is not done, by its timestamp.</summary>
    TimeSpan? LagTime(AssignedPartition partition)
    {
        if (partition is not { Position: { } position, HighWatermark: { } high }) return null;
        if (position >= high) return TimeSpan.Zero;
        if (partition.OldestTimestamp is not { } oldest) return null;
        var age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(oldest);
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    sealed record SkippedRecord(string Problem, long Since);
}
