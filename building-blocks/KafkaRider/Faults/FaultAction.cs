namespace KafkaRider;

/// <summary>What becomes of a record that failed.</summary>
public enum FaultAction
{
    /// <summary>It is logged as an error, counted, and passed over; health is degraded for a while. The rule of
    /// MassTransit.Kafka.</summary>
    Skip,

    /// <summary>It is copied to the dead-letter topic.</summary>
    DeadLetter,

    /// <summary>It walks the retry topics, then it is copied to the dead-letter topic.</summary>
    Retry,

    /// <summary>The endpoint stops before it, and reports unhealthy until it is resumed: nothing behind it is read.</summary>
    Stop,
}
