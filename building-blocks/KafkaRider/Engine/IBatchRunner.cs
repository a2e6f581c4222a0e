namespace KafkaRider;

/// <summary>How batches run and when their positions count: at-least-once or in transactions. Called by the loop's thread only.</summary>
internal interface IBatchRunner : IDisposable
{
    /// <summary>How long the loop may poll at most; null: as long as it likes.</summary>
    TimeSpan? LongestWait { get; }

    /// <summary>An idle partition has got its first record.</summary>
    void Start(AssignedPartition partition);

    /// <summary>A batch of the partition is under way.</summary>
    bool IsWorkingOn(AssignedPartition partition);

    /// <summary>A partition's queue is full: waits a moment for room; false when the partition must be paused.</summary>
    bool WaitForRoom(AssignedPartition partition);

    /// <summary>Once in each turn of the loop: batches and commits that are due.</summary>
    void Work();

    /// <summary>Ends the work in flight of partitions that are to be given up and commits what is done.</summary>
    /// <returns>False when the group may not have what was called committed: it may not be this instance's any more.</returns>
    bool Finish(IReadOnlyList<AssignedPartition> partitions, TimeSpan timeout);

    /// <summary>Partitions were taken away: drops what they have in flight and commits nothing.</summary>
    void Lose(IReadOnlyList<AssignedPartition> partitions);
}
