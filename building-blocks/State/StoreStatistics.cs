namespace State;

/// <summary>What a store holds.</summary>
/// <param name="Entries">Keys that have a value.</param>
/// <param name="LiveBytes">Bytes of these entries as stored, with the overhead of each record.</param>
/// <param name="MemoryBytes">Bytes of memory taken by records and the index over them.</param>
/// <param name="DiskBytes">Bytes of all files of the store, checkpoints included.</param>
public readonly record struct StoreStatistics(long Entries, long LiveBytes, long MemoryBytes, long DiskBytes);
