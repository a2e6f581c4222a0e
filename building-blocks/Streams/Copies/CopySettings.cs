namespace Streams;

/// <summary>Where and how often checkpoints are copied.</summary>
public sealed record CopySettings
{
    /// <summary>Between two copies of a task, when nothing else is said.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(60);

    /// <summary>How long copies are kept, when nothing else is said.</summary>
    public static readonly TimeSpan DefaultAge = TimeSpan.FromDays(30);

    /// <summary><c>s3://bucket/prefix</c> or <c>file:///folder</c>: a place that all instances see.</summary>
    public required string Location { get; init; }

    /// <summary>From the start of a copy to that of the next one of the same task.</summary>
    public TimeSpan Interval { get; init; } = DefaultInterval;

    /// <summary>The greatest age of copies; the newest one and savepoints have none.</summary>
    public TimeSpan Age { get; init; } = DefaultAge;

    /// <summary>What is wrong with a location; null when nothing is.</summary>
    public static string? Fault(string location) => CopyLocation.Fault(location);
}
