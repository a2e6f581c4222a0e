namespace KafkaRider;

/// <summary>What to redrive, and how.</summary>
public sealed record RedriveOptions
{
    /// <summary>Which dead letters.</summary>
    public DeadLetterFilter Filter { get; init; } = DeadLetterFilter.All;

    /// <summary>
    /// Where the copies go: a topic, best the group's first retry topic, so that only the group that failed sees them; null for the topic
    /// that each came from, where all of its groups see them again.
    /// </summary>
    public string? Topic { get; init; }

    /// <summary>Most copies a second.</summary>
    public double RecordsPerSecond { get; init; } = DeadLetterLimits.DefaultRecordsPerSecond;

    /// <summary>The compacted topic that remembers what was redriven; made when it is missing.</summary>
    public string MarksTopic { get; init; } = RedriveMarks.DefaultTopic;
}
