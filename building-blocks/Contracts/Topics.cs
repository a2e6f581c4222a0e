namespace Contracts;

/// <summary>How Kafka removes old records of a topic (<c>cleanup.policy</c>).</summary>
public enum CleanUp
{
    /// <summary>Records are deleted by age.</summary>
    Delete,

    /// <summary>Only the newest record of each key is kept.</summary>
    Compact,
}

/// <summary>Whose clock stamps a record (<c>message.timestamp.type</c>).</summary>
public enum TimestampType
{
    /// <summary>The producer's clock.</summary>
    CreateTime,

    /// <summary>The broker's clock when it appends: delays are measured from it.</summary>
    LogAppendTime,
}

/// <summary>One topic as the platform creates it; topics are never made by auto-creation.</summary>
/// <param name="Name">Topic name.</param>
/// <param name="Partitions">Number of partitions.</param>
/// <param name="CleanUp">Clean-up policy.</param>
/// <param name="Retention">How long records are kept; null for compacted topics.</param>
/// <param name="Timestamps">Whose clock stamps records.</param>
public sealed record Topic(string Name, int Partitions, CleanUp CleanUp, TimeSpan? Retention, TimestampType Timestamps)
{
    /// <summary>The topic's settings as Kafka names them; durations in milliseconds, sizes in bytes.</summary>
    public IReadOnlyDictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            ["cleanup.policy"] = CleanUp == CleanUp.Delete ? "delete" : "compact",
            ["message.timestamp.type"] = Timestamps == TimestampType.CreateTime ? "CreateTime" : "LogAppendTime",
            ["max.message.bytes"] = Limits.MaxRecordBytes.ToString(),
        };
        if (Retention is { } retention) settings["retention.ms"] = ((long)retention.TotalMilliseconds).ToString();
        if (CleanUp == CleanUp.Compact) settings["delete.retention.ms"] = ((long)Limits.TombstoneRetention.TotalMilliseconds).ToString();
        return settings;
    }
}

/// <summary>Every topic of the platform, in one table.</summary>
public static class Topics
{
    /// <summary>All business events of all producers, as the capture writes them; keyed by event id, so entities have no order
    /// here.</summary>
    public const string RawBusinessEvents = "raw-business-events";

    /// <summary>CarCreated events, bytes untouched.</summary>
    public const string FilteredCarCreatedEvents = "filtered-car-created-events";

    /// <summary>LoanCreated events, bytes untouched.</summary>
    public const string FilteredLoanCreatedEvents = "filtered-loan-created-events";

    /// <summary>LoanPaymentSubmitted events, bytes untouched.</summary>
    public const string FilteredLoanPaymentSubmittedEvents = "filtered-loan-payment-submitted-events";

    /// <summary>CarServiceDone events, bytes untouched.</summary>
    public const string FilteredServiceEvents = "filtered-service-events";

    /// <summary>The embedded capture's position of each database, written in the transaction of the records it covers.</summary>
    public const string CapturePositions = "capture-positions";

    /// <summary>Partitions of every topic that carries events; equal counts keep related partitions together.</summary>
    public const int EventPartitions = 3;

    /// <summary>What was redriven from the dead letters, so that nothing is redriven twice.</summary>
    public const string DeadLetterRedrives = "dead-letter-redrives";

    static readonly TimeSpan EventRetention = TimeSpan.FromDays(7);
    static readonly TimeSpan RetryRetention = TimeSpan.FromDays(7);
    static readonly TimeSpan DeadLetterRetention = TimeSpan.FromDays(30);

    /// <summary>The dead-letter topic of a consumer group.</summary>
    public static string DeadLetter(string group) => $"{group}-dead-letter";

    /// <summary>The topic in which failed records of a consumer group wait so long before they are tried again.</summary>
    /// <param name="group">The consumer group.</param>
    /// <param name="delay">One of <see cref="Limits.RetryDelays"/>; written in its largest whole unit: 500ms, 5s, 30s, 5m, 1h, 2d.</param>
    public static string Retry(string group, TimeSpan delay) => $"{group}-retry-" + delay switch
    {
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerDay == 0 => $"{delay.TotalDays}d",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerHour == 0 => $"{delay.TotalHours}h",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute == 0 => $"{delay.TotalMinutes}m",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerSecond == 0 => $"{delay.TotalSeconds}s",
        _ => $"{delay.TotalMilliseconds}ms",
    };

    /// <summary>The topics that exist before any pipeline is loaded.</summary>
    public static IReadOnlyList<Topic> All { get; } =
    [
        Events(RawBusinessEvents),
        Events(FilteredCarCreatedEvents),
        Events(FilteredLoanCreatedEvents),
        Events(FilteredLoanPaymentSubmittedEvents),
        Events(FilteredServiceEvents),
        new(CapturePositions, 1, CleanUp.Compact, null, TimestampType.CreateTime),
        new(DeadLetterRedrives, 1, CleanUp.Compact, null, TimestampType.CreateTime),
        .. from @group in Groups.Views from delay in Limits.RetryDelays select Faulted(Retry(@group, delay), RetryRetention),
        .. Groups.All.Select(group => Faulted(DeadLetter(group), DeadLetterRetention)),
    ];

    // Stamped by the broker: an event that is older than the retention must not vanish from here.
    static Topic Faulted(string name, TimeSpan retention) =>
        new(name, EventPartitions, CleanUp.Delete, retention, TimestampType.LogAppendTime);

    static Topic Events(string name) => new(name, EventPartitions, CleanUp.Delete, EventRetention, TimestampType.CreateTime);
}
