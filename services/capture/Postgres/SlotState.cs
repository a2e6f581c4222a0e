namespace Capture;

/// <summary>A replication slot as the server sees it.</summary>
/// <param name="ConfirmedLsn">Up to here everything is confirmed; the server may forget it.</param>
/// <param name="LagBytes">Log written since the confirmed position, in bytes, of all databases of the server.</param>
/// <param name="WalStatus"><c>reserved</c>, <c>extended</c>, <c>unreserved</c> (about to be lost) or <c>lost</c>.</param>
/// <param name="ActiveProcess">Process id of the server process that streams it; null: nobody reads it.</param>
sealed record SlotState(ulong ConfirmedLsn, long LagBytes, string WalStatus, int? ActiveProcess);
