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

    /// <summary>Loans, each with its car: keyed by loan id, the newest counts.</summary>
    public const string LoansWithCars = "loans-with-cars";

    /// <summary>Payments, each with its loan: keyed by payment id, the newest counts.</summary>
    public const string PaymentsWithLoans = "payments-with-loans";

    /// <summary>Partitions of every topic that carries events; equal counts keep related partitions together.</summary>
    public const int EventPartitions = 3;

    /// <summary>What was redriven from the dead letters, so that nothing is redriven twice.</summary>
    public const string DeadLetterRedrives = "dead-letter-redrives";

    /// <summary>The name of the shipped pipeline of joins, first part of their topics.</summary>
    const string Enrichments = "enrichments";

    static readonly TimeSpan EventRetention = TimeSpan.FromDays(7);
    /// <summary>Between two stages of a join records wait as long as the second one is down.</summary>
    static readonly TimeSpan RepartitionRetention = TimeSpan.FromDays(3);

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

    /// <summary>Where a join's stages meet: records of both sides by join key.</summary>
    public static string Repartition(string pipeline, string join) => $"{pipeline}-{join}-repartition";

    /// <summary>The same by row id, of a join whose rows may change their key.</summary>
    public static string RowsRepartition(string pipeline, string join) => $"{pipeline}-{join}-rows-repartition";

    /// <summary>Every change of a store of the application, by its keys.</summary>
    public static string Changelog(string application, string store) => $"{application}-{store}-changelog";

    /// <summary>The store of the ids that were seen in a deduplicated topic.</summary>
    public static string SeenStore(string topic) => $"{topic}-seen";

    /// <summary>The topic of a deduplicated topic's store.</summary>
    /// <param name="application">The consumer group of the service that reads it.</param>
    /// <param name="topic">The deduplicated topic.</param>
    /// <param name="partitions">How many partitions that has.</param>
    public static Topic OfSeen(string application, string topic, int partitions) =>
        Compacted(Changelog(application, SeenStore(topic))) with { Partitions = partitions };

    /// <summary>The topics of a join beside its output.</summary>
    /// <param name="application">The consumer group of the service that runs it.</param>
    /// <param name="pipeline">The pipeline's name.</param>
    /// <param name="join">The join's id.</param>
    /// <param name="isByRow">Whether its rows may change their key.</param>
    public static IReadOnlyList<Topic> OfJoin(string application, string pipeline, string join, bool isByRow)
    {
        Topic[] byKey =
        [
            Events(Repartition(pipeline, join)) with { Retention = RepartitionRetention },
            Compacted(Changelog(application, $"{pipeline}-{join}")),
        ];
        return isByRow
            ?
            [
                .. byKey,
                Events(RowsRepartition(pipeline, join)) with { Retention = RepartitionRetention },
                Compacted(Changelog(application, $"{pipeline}-{join}-rows")),
            ]
            : byKey;
    }

    /// <summary>The topics that exist before any pipeline is loaded.</summary>
    public static IReadOnlyList<Topic> All { get; } =
    [
        Events(RawBusinessEvents),
        Events(FilteredCarCreatedEvents),
        Events(FilteredLoanCreatedEvents),
        Events(FilteredLoanPaymentSubmittedEvents),
        Events(FilteredServiceEvents),
        Compacted(LoansWithCars),
        Compacted(PaymentsWithLoans),
        .. OfJoin(Groups.Routing, Enrichments, LoansWithCars, isByRow: true),
        .. OfJoin(Groups.Routing, Enrichments, PaymentsWithLoans, isByRow: false),
        new(CapturePositions, 1, CleanUp.Compact, null, TimestampType.CreateTime),
        new(DeadLetterRedrives, 1, CleanUp.Compact, null, TimestampType.CreateTime),
        .. from @group in Groups.Views from delay in Limits.RetryDelays select Faulted(Retry(@group, delay), RetryRetention),
        .. Groups.All.Select(group => Faulted(DeadLetter(group), DeadLetterRetention)),
    ];

    // Stamped by the broker: an event that is older than the retention must not vanish from here.
    static Topic Faulted(string name, TimeSpan retention) =>
        new(name, EventPartitions, CleanUp.Delete, retention, TimestampType.LogAppendTime);

    static Topic Compacted(string name) => new(name, EventPartitions, CleanUp.Compact, null, TimestampType.CreateTime);

    static Topic Events(string name) => new(name, EventPartitions, CleanUp.Delete, EventRetention, TimestampType.CreateTime);
}
