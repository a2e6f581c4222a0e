namespace Cli;

/// <summary>The options of <c>run</c>.</summary>
sealed record RunOptions
{
    public const int DefaultBasePort = 5100;
    public const int DefaultSeed = 1;
    public const int DefaultPatienceSeconds = 60;

    /// <summary>The highest base port that leaves room for every service.</summary>
    public const int MaxBasePort = 65_500;

    /// <summary>End after the check.</summary>
    public bool Once { get; init; }

    /// <summary>Generated events to post; null: the samples.</summary>
    public int? Events { get; init; }

    public int Seed { get; init; } = DefaultSeed;

    /// <summary>Events a second; null: as fast as possible.</summary>
    public double? Rate { get; init; }

    public bool Json { get; init; }

    public string? Kafka { get; init; }

    /// <summary>Null: Debezium where it can run.</summary>
    public CaptureKind? Capture { get; init; }

    public int BasePort { get; init; } = DefaultBasePort;

    public string? Data { get; init; }

    /// <summary>How long nothing may arrive before what is missing counts as lost.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(DefaultPatienceSeconds);

    public IEventSource EventSource() => Events is { } count ? new GeneratedEvents(count, Seed) : new SampleEvents();

    public PostingPlan Plan() => Events is null ? PostingPlan.Singly : PostingPlan.Bulk(Rate);

    public PlatformOptions Platform(DataFolder data, string? kafkaHome) =>
        new(data, BasePort, Kafka, kafkaHome, Capture ?? PlatformOptions.DefaultCapture(Kafka, kafkaHome));
}
