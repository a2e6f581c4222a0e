namespace KafkaRider;

/// <summary>One step of a retry ladder.</summary>
internal sealed record RetryRung(string Topic, TimeSpan Delay);
