using Microsoft.Win32.SafeHandles;

namespace State;

/// <summary>
/// The files of a checkpoint while it is copied. The store goes on meanwhile: it appends to its log and deletes files that no kept
/// checkpoint names. Those beside the log are held open from the start, so that they outlive that; a part of the log that went away, and
/// anything that is not as the checkpoint's checksums say, ends the copy.
/// </summary>
internal sealed class CopiedFiles : IDisposable
{
    readonly PublishedCheckpoint _checkpoint;
    readonly Dictionary<string, SafeFileHandle> _held = new(StringComparer.Ordinal);

    /// <exception cref="CopyBrokenException">A newer checkpoint has replaced it, or its files were changed.</exception>
    public CopiedFiles(PublishedCheckpoint checkpoint)
    {
        _checkpoint = checkpoint;
        try
        {
            foreach (var file in checkpoint.Manifest.Files)
            {
                var handle = Open(file.Path);
                _held.Add(file.Path, handle);
                if (Checksum.OfFile(handle) != (file.Checksum, file.Length)) throw Changed(file.Path);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What is to be copied, in parts that do not change from one copy to the next as long as their bytes do not.</summary>
    public IEnumerable<FilePart> Parts()
    {
        var manifest = _checkpoint.Manifest;
        var blob = Math.Min(manifest.SegmentBytes, Math.Max(manifest.PageBytes, CopyLimits.BlobBytes));
        var end = manifest.Tail - manifest.Tail % SegmentDevice.SectorBytes;
        for (var start = manifest.Begin / blob * blob; manifest.Pages.Count > 0 && start < end; start += blob)
        {
            var name = Path.GetFileName(SegmentDevice.PathOf("", start / manifest.SegmentBytes));
            yield return new FilePart(name, start % manifest.SegmentBytes, (int)Math.Min(blob, end - start), start);
        }
        foreach (var file in manifest.Files)
        {
            for (long offset = 0; offset == 0 || offset < file.Length; offset += CopyLimits.BlobBytes)
                yield return new FilePart(file.Path, offset, (int)Math.Min(CopyLimits.BlobBytes, file.Length - offset), null);
        }
    }

    /// <summary>
    /// What tells a part of the log from any other that was at its place: the checksums of its pages. Null for what is not in the log, or
    /// does not end a page: it is read each time.
    /// </summary>
    public string? Identity(FilePart part)
    {
        var page = _checkpoint.Manifest.PageBytes;
        return part.Address is { } address && (address + part.Length) % page == 0
            ? $"{address} {string.Join(' ', Sums(address, part.Length))}"
            : null;
    }

    /// <summary>Reads a part and compares it with the checkpoint's checksums.</summary>
    /// <exception cref="CopyBrokenException">It went away, or was changed.</exception>
    public void Read(FilePart part, Span<byte> bytes)
    {
        if (!_held.TryGetValue(part.Path, out var held))
        {
            using var file = Open(part.Path);
            Fill(file, part, bytes);
            Check(part, bytes);
            return;
        }
        Fill(held, part, bytes);
    }

    public void Dispose()
    {
        foreach (var file in _held.Values) file.Dispose();
    }

    static void Fill(SafeFileHandle file, FilePart part, Span<byte> bytes)
    {
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(file, bytes[done..], part.Offset + done);
            if (read == 0) throw Changed(part.Path);
            done += read;
        }
    }

    void Check(FilePart part, ReadOnlySpan<byte> bytes)
    {
        var page = (int)_checkpoint.Manifest.PageBytes;
        var first = _checkpoint.Manifest.Begin / page;
        for (var offset = 0; offset < bytes.Length; offset += page)
        {
            var number = (part.Address!.Value + offset) / page - first;
            if (number < 0) continue;
            var length = Math.Min(page, bytes.Length - offset);
            if (Checksum.Of(bytes.Slice(offset, length)) != _checkpoint.Manifest.Pages[(int)number]) throw Changed(part.Path);
        }
    }

    IEnumerable<uint> Sums(long address, int length)
    {
        var manifest = _checkpoint.Manifest;
        var first = manifest.Begin / manifest.PageBytes;
        for (var page = address / manifest.PageBytes; page * manifest.PageBytes < address + length; page++)
            if (page >= first) yield return manifest.Pages[(int)(page - first)];
    }

    SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(
                Path.Combine(_checkpoint.Folder, path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CopyBrokenException($"{path} went away: newer checkpoints have replaced this one");
        }
    }

    static CopyBrokenException Changed(string path) => new($"{path} is not as its checkpoint says");
}

/// <summary>A part of a checkpoint's files.</summary>
/// <param name="Path">The file, below the store's folder.</param>
/// <param name="Offset">Where in it.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Address">Of a part of the log, where in the log.</param>
internal sealed record FilePart(string Path, long Offset, int Length, long? Address);
