namespace KafkaRider;

/// <summary>Where a crash can find an exactly-once endpoint. Tests kill the process there; nothing else uses them.</summary>
internal enum CrashPoint
{
    /// <summary>A batch was taken in hand; nothing was done with it.</summary>
    AfterConsume,

    /// <summary>Its output is in the open transaction.</summary>
    AfterProduce,

    /// <summary>The positions are in the transaction too.</summary>
    AfterOffsets,

    /// <summary>The broker has committed; nothing here knows of it yet.</summary>
    AfterCommit,
}

/// <summary>The hook of crash tests.</summary>
internal static class CrashPoints
{
    /// <summary>Called at each point by the loop's thread; null, as it is outside of tests, costs one comparison.</summary>
    internal static Action<CrashPoint>? Reached { get; set; }
}
