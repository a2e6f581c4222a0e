namespace State;

/// <summary>How a store on disk is laid out. A folder is opened again with any memory budget that keeps the page and segment sizes; with
/// others its checkpoints are not readable and are discarded.</summary>
public sealed record StoreSettings
{
    /// <summary>The folder of this store alone; created when it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Bytes of memory for records and index together, rounded down to powers of two. The index grows beyond it by about 9 bytes a key
    /// when there are more keys than a 50th of this number.
    /// </summary>
    public long MemoryBytes { get; init; } = StoreLimits.DefaultMemoryBytes;

    /// <summary>Bytes of one value at most. It sets the page size: at least 16 pages must fit the memory.</summary>
    public int MaximumValueBytes { get; init; } = StoreLimits.DefaultValueBytes;

    /// <summary>
    /// True to read the log of each checkpoint once when the store is opened and compare it with its checksums: about a second a gigabyte.
    /// False trusts the disk with the log's contents, not with its length, and opens a store of any size at once.
    /// </summary>
    public bool ChecksLog { get; init; } = true;
}
