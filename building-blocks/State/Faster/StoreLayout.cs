using System.Numerics;

namespace State;

/// <summary>
/// How a memory budget is divided. All sizes are in bytes and powers of two, as FASTER wants them; the index grows from its first size to
/// its last as keys are added.
/// </summary>
internal sealed record StoreLayout(long FirstIndexBytes, long IndexBytes, long LogBytes, long PageBytes, long SegmentBytes)
{
    const int SmallestPage = 4096;

    /// <summary>FASTER writes one page while it reads and flushes others; with fewer it stalls.</summary>
    const int FewestPages = 8;

    /// <summary>More pages make compaction's steps shorter, and there is one file for eight of them.</summary>
    const int UsualPages = 64;

    /// <summary>Compaction reads a page at a time, and its owner waits: with these some milliseconds.</summary>
    const int LargestPage = 1024 * 1024;

    const int PagesPerSegment = 8;

    /// <summary>How much smaller the index starts: each checkpoint saves it whole, however few keys there are.</summary>
    const int IndexGrowth = 32;

    // FASTER's record: an 8 byte header, then key and value, each after a 4 byte length; key and record end at a multiple of 8.
    const int HeaderBytes = 8;
    const int LengthBytes = 4;

    public static StoreLayout Of(StoreSettings settings)
    {
        if (settings.MaximumValueBytes is < 1 or > StoreLimits.ValueBytes)
        {
            throw new ArgumentException(
                $"{nameof(settings.MaximumValueBytes)} is {settings.MaximumValueBytes}, use 1 to {StoreLimits.ValueBytes}",
                nameof(settings));
        }

        var page = Math.Max(SmallestPage, RoundUp(RecordBytes(StoreLimits.KeyBytes, settings.MaximumValueBytes)));
        var least = 2 * FewestPages * page;
        if (settings.MemoryBytes < least)
        {
            throw new ArgumentException(
                $"{nameof(settings.MemoryBytes)} is {settings.MemoryBytes}, values of {settings.MaximumValueBytes} bytes need {least}: "
                + $"raise it, or lower {nameof(settings.MaximumValueBytes)}",
                nameof(settings));
        }

        var log = RoundDown(settings.MemoryBytes * 3 / 4);
        page = Math.Max(page, Math.Min(log / UsualPages, LargestPage));
        var index = RoundDown(settings.MemoryBytes / 4);
        return new StoreLayout(index / IndexGrowth, index, log, page, page * PagesPerSegment);
    }

    /// <summary>Settings whose layout has such pages: with the longest values that need no longer ones.</summary>
    public static StoreSettings Reading(string folder, long pageBytes) => new()
    {
        Folder = folder,
        MemoryBytes = 2 * UsualPages * pageBytes,
        MaximumValueBytes = (int)Math.Min(StoreLimits.ValueBytes, pageBytes - RecordBytes(StoreLimits.KeyBytes, 0)),
    };

    /// <summary>Bytes of a record in the log.</summary>
    public static long RecordBytes(int key, int value) => HeaderBytes + Align(LengthBytes + key) + Align(LengthBytes + value);

    static long Align(int length) => (length + 7L) & ~7L;

    static long RoundUp(long value) => (long)BitOperations.RoundUpToPowerOf2((ulong)value);

    static long RoundDown(long value) => 1L << BitOperations.Log2((ulong)value);
}
