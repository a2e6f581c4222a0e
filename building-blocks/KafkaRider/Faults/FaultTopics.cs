namespace KafkaRider;

/// <summary>Default names of the topics that failed records go to. They must exist: this library creates none.</summary>
public static class FaultTopics
{
    static readonly (TimeSpan Unit, string Suffix)[] Units =
    [
        (TimeSpan.FromDays(1), "d"),
        (TimeSpan.FromHours(1), "h"),
        (TimeSpan.FromMinutes(1), "m"),
        (TimeSpan.FromSeconds(1), "s"),
        (TimeSpan.FromMilliseconds(1), "ms"),
    ];

    /// <summary>The group's dead-letter topic: <c>&lt;group&gt;-dead-letter</c>.</summary>
    public static string DeadLetter(string groupId) => $"{groupId}-dead-letter";

    /// <summary>
    /// The group's retry topic of a delay: <c>&lt;group&gt;-retry-&lt;delay&gt;</c>, such as <c>orders-retry-30s</c>. Create it with
    /// <c>message.timestamp.type=LogAppendTime</c>, so that a record with an old timestamp is not removed before its time.
    /// </summary>
    public static string Retry(string groupId, TimeSpan delay) => $"{groupId}-retry-{Delay(delay)}";

    /// <summary>A delay in the largest unit without a fraction: <c>500ms</c>, <c>5s</c>, <c>90s</c>, <c>5m</c>, <c>1h</c>,
    /// <c>2d</c>.</summary>
    public static string Delay(TimeSpan delay)
    {
        foreach (var (unit, suffix) in Units)
            if (delay >= unit && delay.Ticks % unit.Ticks == 0) return $"{delay.Ticks / unit.Ticks}{suffix}";
        return $"{(long)delay.TotalMilliseconds}ms";
    }
}
