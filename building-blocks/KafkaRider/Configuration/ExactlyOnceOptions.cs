namespace KafkaRider;

/// <summary>Settings of an exactly-once endpoint.</summary>
public sealed class ExactlyOnceOptions
{
    /// <summary>Time from a transaction's first record to its commit: what a reader of committed records waits at most beside
    /// processing.</summary>
    public TimeSpan CommitInterval { get; set; } = RecordEndpointDefaults.CommitInterval;

    /// <summary>Most consumed records of one transaction.</summary>
    public int RecordLimit { get; set; } = RecordEndpointDefaults.TransactionRecordLimit;

    /// <summary>Most consumed bytes of one transaction.</summary>
    public int ByteLimit { get; set; } = RecordEndpointDefaults.TransactionByteLimit;

    /// <summary>
    /// Name of this instance, the second part of <c>transactional.id</c>: no other living instance of the group may have it. Kept over
    /// restarts, it ends the transaction of a killed predecessor at once; without it readers wait for the broker to time that one out
    /// (10 s). Null: a new name for each start.
    /// </summary>
    public string? InstanceId { get; set; }
}
