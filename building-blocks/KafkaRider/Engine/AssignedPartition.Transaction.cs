namespace KafkaRider;

/// <content>What only transactions need to know about a partition. For the loop's thread alone.</content>
internal sealed partial class AssignedPartition
{
    /// <summary>A batch to use again, with what is left of it.</summary>
    internal RecordBatch? SpareBatch { get; set; }

    /// <summary>Most records of the next batch; less than usual while one that fails is looked for.</summary>
    internal int BatchLimit { get; set; } = int.MaxValue;

    /// <summary>The broker rejected output that may be of this partition: until its batch is committed, it shares no transaction.</summary>
    internal bool IsSuspected { get; set; }

    /// <summary>Where the failures that are counted began.</summary>
    internal long FailedOffset { get; set; } = Unknown;

    /// <summary>The record whose output the broker rejects, and why.</summary>
    internal (long Offset, Exception Error)? Rejected { get; set; }
}
