namespace Capture;

/// <summary>How far a database's log has been written to Kafka.</summary>
/// <param name="Lsn">End of the last transaction whose records are all in Kafka; transactions that commit before it are done.</param>
/// <param name="OpenLsn">Commit LSN of a transaction that is partly in Kafka; 0: none.</param>
/// <param name="OpenRows">How many rows of that transaction are in Kafka. The log gives the same rows in the same order each time.</param>
readonly record struct CapturePosition(ulong Lsn, ulong OpenLsn = 0, long OpenRows = 0)
{
    /// <summary>Whether every record of a transaction is in Kafka. Transactions arrive in commit order, and the end of one is at or before
    /// the commit record of the next.</summary>
    public bool Covers(ulong commitLsn) => commitLsn < Lsn;

    /// <summary>How many rows of a transaction are in Kafka.</summary>
    public long RowsDone(ulong commitLsn) => commitLsn == OpenLsn ? OpenRows : 0;
}
