using System.Runtime.CompilerServices;

namespace State;

/// <summary>Every limit of a store.</summary>
public static class StoreLimits
{
    /// <summary>Bytes of a key at most: two ids and a prefix fit many times over. A key has at least one byte.</summary>
    public const int KeyBytes = 4 * 1024;

    /// <summary>
    /// Bytes of a value that settings may allow at most: below the broker's 2 MiB a record, so that a changelog can carry it.
    /// </summary>
    public const int ValueBytes = 1024 * 1024;

    /// <summary>Bytes of a value at most when settings say nothing else: as large as an event.</summary>
    public const int DefaultValueBytes = 256 * 1024;

    /// <summary>Bytes of memory of a store when settings say nothing else.</summary>
    public const long DefaultMemoryBytes = 64L * 1024 * 1024;

    /// <summary>Bytes of a checkpoint's metadata at most: offsets, times and names, never state.</summary>
    public const int MetadataBytes = 64 * 1024;

    /// <summary>How many checkpoints are kept: the newest, and one to fall back to.</summary>
    public const int CheckpointsKept = 2;

    /// <summary>
    /// A store's files stay within this many times its live data, where that is as large as its memory budget, when its owner makes a
    /// checkpoint whenever one is due. Of less live data they hold, beyond that, the log's part in memory and the saved index of each
    /// checkpoint: the budget twice at most.
    /// </summary>
    public const int DiskFactor = 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CheckKey(ReadOnlySpan<byte> key)
    {
        if ((uint)(key.Length - 1) >= KeyBytes) ThrowKey(key.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CheckValue(ReadOnlySpan<byte> value, int limit)
    {
        if (value.Length > limit) ThrowValue(value.Length, limit);
    }

    internal static void CheckMetadata(ReadOnlyMemory<byte> metadata)
    {
        if (metadata.Length <= MetadataBytes) return;
        throw new ArgumentException(
            $"the metadata of a checkpoint has {metadata.Length} bytes, {MetadataBytes} at most are kept: store the rest as entries",
            nameof(metadata));
    }

    static void ThrowKey(int length) =>
        throw new ArgumentException($"a key of the state has {length} bytes, it needs 1 to {KeyBytes}: use a shorter key", "key");

    static void ThrowValue(int length, int limit) => throw new ArgumentException(
        $"a value of the state has {length} bytes, this store takes {limit} at most: raise {nameof(StoreSettings.MaximumValueBytes)} "
        + "or keep fewer fields", "value");
}
