namespace Capture;

/// <summary>What the log holds that is already in Kafka.</summary>
/// <param name="Position">The position that Kafka holds.</param>
/// <param name="Snapshot">The rows sent from the table itself; null: none.</param>
sealed record ReadPast(CapturePosition Position, TableSnapshot? Snapshot)
{
    /// <summary>How many rows of a transaction, from its first, are in Kafka.</summary>
    public long RowsDone(ulong commitLsn, uint transaction) =>
        Position.Covers(commitLsn) || Snapshot?.Covers(commitLsn, transaction) == true ? long.MaxValue : Position.RowsDone(commitLsn);
}
