using Microsoft.Win32.SafeHandles;

namespace State;

/// <summary>
/// A checksum for each page of the log that a checkpoint needs; the last one covers the page's full sectors. What is full is never written
/// again, so that a checkpoint reads only the pages since the one before. The sector in which the log ends is written again with the
/// records that follow, and marks at those before; so the checkpoint keeps a copy, which also heals a write that a crash cut short.
/// </summary>
internal sealed class LogSums(string folder, StoreLayout layout)
{
    readonly byte[] _page = new byte[layout.PageBytes];

    /// <summary>The checksums of the pages from one address to another, those of full pages taken from the checkpoint before.</summary>
    /// <exception cref="IOException">The files end before.</exception>
    public uint[] Of(long begin, long tail, CheckpointManifest? before)
    {
        var sums = new uint[PageCount(begin, tail)];
        var firstPage = begin / layout.PageBytes;
        using var files = new Segments(folder, layout);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = Known(firstPage + i, before) ?? Read(files, firstPage + i, tail)
                ?? throw Ended(tail);
        }
        return sums;
    }

    /// <summary>The bytes between the log's last full sector and its end.</summary>
    public byte[] LastSector(long begin, long tail)
    {
        // An empty log has no file: it begins within the first sector.
        var bytes = new byte[begin == tail ? 0 : tail % SegmentDevice.SectorBytes];
        using var files = new Segments(folder, layout);
        return bytes.Length == 0 || files.Read(tail - bytes.Length, bytes) ? bytes : throw Ended(tail);
    }

    /// <summary>Puts the last sector back as the checkpoint has it.</summary>
    public void Restore(CheckpointManifest checkpoint)
    {
        if (checkpoint.LastSector.Length == 0) return;
        var start = checkpoint.Tail - checkpoint.LastSector.Length;
        using var file = File.OpenHandle(
            SegmentDevice.PathOf(folder, start / layout.SegmentBytes), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, checkpoint.LastSector, start % layout.SegmentBytes);
    }

    /// <summary>True when the log is what it was when the checkpoint was made.</summary>
    public bool Match(CheckpointManifest checkpoint)
    {
        var firstPage = checkpoint.Begin / layout.PageBytes;
        using var files = new Segments(folder, layout);
        for (var i = 0; i < checkpoint.Pages.Count; i++)
        {
            if (Read(files, firstPage + i, checkpoint.Tail) != checkpoint.Pages[i]) return false;
        }
        return checkpoint.Pages.Count == PageCount(checkpoint.Begin, checkpoint.Tail);
    }

    long PageCount(long begin, long tail) =>
        Math.Max(0, (FullSectors(tail) + layout.PageBytes - 1) / layout.PageBytes - begin / layout.PageBytes);

    static long FullSectors(long tail) => tail - tail % SegmentDevice.SectorBytes;

    IOException Ended(long tail) => new($"the log in {folder} ends before address {tail}: something else writes there");

    uint? Known(long page, CheckpointManifest? before)
    {
        if (before is null || page >= before.Tail / layout.PageBytes) return null;
        var index = page - before.Begin / layout.PageBytes;
        return index >= 0 ? before.Pages[(int)index] : null;
    }

    uint? Read(Segments files, long page, long tail)
    {
        var start = page * layout.PageBytes;
        var bytes = _page.AsSpan(0, (int)Math.Min(layout.PageBytes, FullSectors(tail) - start));
        return files.Read(start, bytes) ? Checksum.Of(bytes) : null;
    }

    /// <summary>The segment files, one open at a time.</summary>
    sealed class Segments(string folder, StoreLayout layout) : IDisposable
    {
        SafeFileHandle? _file;
        long _segment = -1;

        public bool Read(long address, Span<byte> bytes)
        {
            if (address / layout.SegmentBytes != _segment)
            {
                _file?.Dispose();
                _file = null;
                _segment = address / layout.SegmentBytes;
                var path = SegmentDevice.PathOf(folder, _segment);
                if (File.Exists(path)) _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            }
            var offset = address % layout.SegmentBytes;
            while (_file is not null && !bytes.IsEmpty)
            {
                var read = RandomAccess.Read(_file, bytes, offset);
                if (read == 0) return false;
                offset += read;
                bytes = bytes[read..];
            }
            return _file is not null;
        }

        public void Dispose() => _file?.Dispose();
    }
}
