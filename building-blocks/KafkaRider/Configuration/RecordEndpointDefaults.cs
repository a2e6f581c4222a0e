namespace KafkaRider;

/// <summary>Every limit and default of record endpoints, in one place.</summary>
public static class RecordEndpointDefaults
{
    /// <summary>Most records of one batch.</summary>
    public const int BatchSize = 500;

    /// <summary>Most batches processed at the same time, each of another partition.</summary>
    public const int ConcurrentPartitionLimit = 16;

    /// <summary>Most records waiting in one partition's queue; a full queue pauses the partition.</summary>
    public const int QueueRecordLimit = 10_000;

    /// <summary>Most bytes of keys and values waiting in one partition's queue.</summary>
    public const int QueueByteLimit = 16 * 1024 * 1024;

    /// <summary>Most records done between two commits of positions (at-least-once).</summary>
    public const int CheckpointMessageCount = 5_000;

    /// <summary>Most records of one transaction.</summary>
    public const int TransactionRecordLimit = 20_000;

    /// <summary>Most bytes of consumed keys and values of one transaction.</summary>
    public const int TransactionByteLimit = 32 * 1024 * 1024;

    /// <summary>Most attempts at one message of an exactly-once typed endpoint.</summary>
    public const int AttemptLimit = 5;

    /// <summary>Longest time between two commits of positions (at-least-once).</summary>
    public static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(1);

    /// <summary>Time from a transaction's first record to its commit.</summary>
    public static readonly TimeSpan CommitInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a stop waits for work in flight.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a rebalance waits for the work in flight of revoked partitions.</summary>
    public static readonly TimeSpan RevokeTimeout = TimeSpan.FromSeconds(20);

    /// <summary>First wait after a failed batch; doubled by each further failure.</summary>
    public static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between two attempts.</summary>
    public static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);
}
