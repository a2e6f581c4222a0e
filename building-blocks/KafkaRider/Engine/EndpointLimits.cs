namespace KafkaRider;

/// <summary>Times and counts of the engine that no user sets.</summary>
internal static class EndpointLimits
{
    /// <summary>Longest poll: how late the loop notices a stop or a due commit.</summary>
    internal static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Poll while a partition waits for its start, its queue or its processor.</summary>
    internal static readonly TimeSpan AttentiveWait = TimeSpan.FromMilliseconds(5);

    /// <summary>Poll while a commit waits for acknowledgements: how late it begins.</summary>
    internal static readonly TimeSpan AcknowledgementWait = TimeSpan.FromMilliseconds(1);

    /// <summary>Most records taken in before the loop looks at anything else.</summary>
    internal const int Burst = 1_000;

    /// <summary>How long a full queue may hold up the loop before its partition is paused: pausing throws fetched records away.</summary>
    internal static readonly TimeSpan RoomWait = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest wait before a broker that did not tell where a partition starts is asked again.</summary>
    internal static readonly TimeSpan LongestAskingWait = TimeSpan.FromSeconds(5);

    /// <summary>How long partitions whose start is known wait for others of an eager assignment.</summary>
    internal static readonly TimeSpan PlacingWait = TimeSpan.FromMilliseconds(200);

    /// <summary>How long cancelled work may take to end before it is left behind.</summary>
    internal static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(2);

    /// <summary>How long a commit of positions may take.</summary>
    internal static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long one request to the broker for offsets may take.</summary>
    internal static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long the broker may be silent while what waits in a retry topic is read.</summary>
    internal static readonly TimeSpan ScanTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a skipped record degrades the health.</summary>
    internal static readonly TimeSpan SkipShown = TimeSpan.FromMinutes(1);

    /// <summary>How long an error of a client is not told again.</summary>
    internal static readonly TimeSpan ErrorShown = TimeSpan.FromSeconds(10);

    /// <summary>How often watermarks are read, and with them whether the broker is there.</summary>
    internal static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(2);

    /// <summary>Most partitions whose watermarks are read in one round.</summary>
    internal const int ProbePartitions = 64;

    /// <summary>How long a processor's answer to a revoked partition may hold up the rebalance.</summary>
    internal static readonly TimeSpan RevokedTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long the start of the bus waits for the first assignment of every endpoint.</summary>
    internal static readonly TimeSpan StartWait = TimeSpan.FromSeconds(30);

    /// <summary>How long a producer waits for room in its queue before it looks again.</summary>
    internal static readonly TimeSpan QueueFullWait = TimeSpan.FromMilliseconds(10);

    /// <summary>How long the last records of a producer may take to be acknowledged at a stop.</summary>
    internal static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(10);
}
