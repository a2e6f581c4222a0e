using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace State;

/// <summary>The copies of one store's checkpoints.</summary>
/// <param name="storage">Where they are.</param>
/// <param name="prefix">What the names of the store's blobs begin with, before a '/'.</param>
public sealed class CheckpointCopies(ICheckpointStorage storage, string prefix)
{
    /// <summary>The names of all copies, the newest first.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    public async Task<IReadOnlyList<CopyName>> List(CancellationToken cancellationToken)
    {
        var found = await Find(storage, prefix, cancellationToken);
        return [.. from copy in found where copy.Prefix == prefix orderby copy.Name.Time descending, copy.Name.Hash select copy.Name];
    }

    /// <summary>The copies of all stores whose prefixes are, or lie below, one.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    public static async Task<IReadOnlyList<(string Prefix, CopyName Name)>> Find(
        ICheckpointStorage storage, string prefix, CancellationToken cancellationToken)
    {
        List<(string Prefix, CopyName Name)> found = [];
        await foreach (var blob in storage.List(CopyPaths.Copies(prefix), cancellationToken))
            if (CopyPaths.CopyOf(blob.Name) is { } copy) found.Add(copy);
        return found;
    }

    /// <summary>What a copy is; null when it is gone, cut, changed, or of a later version.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    public async Task<CheckpointCopy?> Read(CopyName name, CancellationToken cancellationToken)
    {
        if (await storage.Get(CopyPaths.Of(prefix, name), cancellationToken) is not { } bytes) return null;
        return CopyManifest.Decode(bytes, name.Hash) is { } manifest && CheckpointManifest.Decode(manifest.Checkpoint) is { } checkpoint
            ? new CheckpointCopy(name, manifest, checkpoint)
            : null;
    }

    /// <summary>Writes the files of a copy into an empty folder, which a store then opens. Several parts at once.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Told of the bytes done after each part, by several threads.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CopyBrokenException">Something is missing or was changed.</exception>
    /// <exception cref="IOException">The storage failed, or the disk.</exception>
    public async Task Download(CheckpointCopy copy, string folder, Action<long> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        using var files = new WrittenFiles(folder, copy.Checkpoint);
        var done = 0L;
        var options = new ParallelOptions { MaxDegreeOfParallelism = CopyLimits.Downloads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(copy.Manifest.Parts, options, async (part, token) =>
        {
            var bytes = await storage.Get(CopyPaths.Of(prefix, part.Blob), token)
                ?? throw new CopyBrokenException($"its blob {part.Blob} is missing");
            if (bytes.Length != part.Length || CopyManifest.BlobOf(bytes) != part.Blob)
                throw new CopyBrokenException($"its blob {part.Blob} was cut or changed");
            RandomAccess.Write(files.Of(part.Path), bytes, part.Offset);
            progress(Interlocked.Add(ref done, bytes.Length));
        });
        files.Sync();
        DurableFile.Publish(CheckpointFolder.PathOf(folder, copy.Checkpoint.Number), copy.Manifest.Checkpoint);
    }

    /// <summary>The newest copy that can be read; null without one.</summary>
    internal async Task<CheckpointCopy?> Newest(CancellationToken cancellationToken)
    {
        foreach (var name in await List(cancellationToken))
            if (await Read(name, cancellationToken) is { } copy) return copy;
        return null;
    }

    /// <summary>The files that are written, held open until all are.</summary>
    sealed class WrittenFiles(string folder, CheckpointManifest checkpoint) : IDisposable
    {
        readonly ConcurrentDictionary<string, Lazy<SafeFileHandle>> _files = new(StringComparer.Ordinal);
        readonly HashSet<string> _others = [.. checkpoint.Files.Select(file => file.Path)];

        public SafeFileHandle Of(string path) => _files.GetOrAdd(path, name => new Lazy<SafeFileHandle>(() => Create(name))).Value;

        public void Sync()
        {
            foreach (var file in _files.Values) RandomAccess.FlushToDisk(file.Value);
        }

        public void Dispose()
        {
            foreach (var file in _files.Values) file.Value.Dispose();
        }

        SafeFileHandle Create(string path)
        {
            // What storage says decides no place on this disk: only the checkpoint's own files are written, below the folder.
            var full = Path.GetFullPath(Path.Combine(folder, path));
            var isInside = full.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            if (!isInside || !(_others.Contains(path) || SegmentDevice.IsName(path)))
                throw new CopyBrokenException($"it names the file '{path}', which is none of a checkpoint");
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            return File.OpenHandle(full, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        }
    }
}
