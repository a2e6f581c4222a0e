using System.Buffers;
using System.Collections.Concurrent;

namespace State;

/// <summary>
/// Copies checkpoints of one store, one at a time. Blobs that the newest copy has, or that were sent since, are not sent again, so a copy
/// costs what changed since the one before: full pages of the log never change. The description is written last: a copy without it is none.
/// </summary>
public sealed class CheckpointUpload(ICheckpointStorage storage, string prefix)
{
    readonly CheckpointCopies _copies = new(storage, prefix);
    Dictionary<string, string> _known = [];
    long _bytesSent;
    ConcurrentDictionary<string, bool>? _stored;

    /// <summary>Bytes sent so far.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    /// <summary>Copies a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="time">When it was taken.</param>
    /// <param name="isSavepoint">Whether age never deletes the copy.</param>
    /// <param name="cancellationToken">Ends it; what was sent is not sent again.</param>
    /// <exception cref="CopyBrokenException">The checkpoint was replaced meanwhile, or is damaged: copy a newer one.</exception>
    /// <exception cref="IOException">The storage failed, or the disk.</exception>
    public async Task<CopyName> Copy(
        PublishedCheckpoint checkpoint, DateTimeOffset time, bool isSavepoint, CancellationToken cancellationToken)
    {
        using var files = new CopiedFiles(checkpoint);
        _stored ??= await StoredBlobs(cancellationToken);
        var parts = files.Parts().ToArray();
        var copied = new CopiedPart[parts.Length];
        var known = new ConcurrentDictionary<string, string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = CopyLimits.Uploads, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, parts.Length, options, async (index, token) =>
        {
            var (part, identity) = (parts[index], files.Identity(parts[index]));
            if (identity is null || !_known.TryGetValue(identity, out var blob) || !_stored.ContainsKey(blob))
                blob = await Send(files, part, token);
            if (identity is not null) known[identity] = blob;
            copied[index] = new CopiedPart(part.Path, part.Offset, part.Length, blob);
        });
        _known = new Dictionary<string, string>(known);
        return await Describe(new CopyManifest(CopyManifest.NewestFormat, checkpoint.Manifest.Encode(), copied), time, isSavepoint,
            cancellationToken);
    }

    /// <summary>Deletes copies by age, and what no copy names.</summary>
    /// <param name="now">The time now.</param>
    /// <param name="age">The greatest age of a copy (<see cref="CopyRetention"/>).</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many copies were deleted.</returns>
    /// <exception cref="IOException">The storage failed.</exception>
    public async Task<int> Sweep(DateTimeOffset now, TimeSpan age, CancellationToken cancellationToken)
    {
        var expired = CopyRetention.Expired(await _copies.List(cancellationToken), now, age);
        await CopySweep.Run(storage, prefix, expired, now, cancellationToken);
        // Others sweep too: what is there is asked anew.
        _stored = null;
        return expired.Count;
    }

    async Task<CopyName> Describe(CopyManifest manifest, DateTimeOffset time, bool isSavepoint, CancellationToken cancellationToken)
    {
        var bytes = manifest.Encode();
        var name = new CopyName(time, isSavepoint, CopyManifest.HashOf(bytes));
        await storage.Put(CopyPaths.Of(prefix, name), bytes, cancellationToken);
        Interlocked.Add(ref _bytesSent, bytes.Length);
        return name;
    }

    /// <summary>
    /// Blobs that need not be sent. Of those in storage only the newest copy's count: nobody deletes them, as nobody deletes that copy.
    /// </summary>
    async Task<ConcurrentDictionary<string, bool>> StoredBlobs(CancellationToken cancellationToken)
    {
        var stored = new ConcurrentDictionary<string, bool>();
        if (await _copies.Newest(cancellationToken) is not { } newest) return stored;
        var named = newest.Manifest.Parts.Select(part => part.Blob).ToHashSet();
        await foreach (var found in storage.List(CopyPaths.Blobs(prefix), cancellationToken))
        {
            var blob = found.Name[(found.Name.LastIndexOf('/') + 1)..];
            if (named.Contains(blob)) stored[blob] = true;
        }
        return stored;
    }

    async Task<string> Send(CopiedFiles files, FilePart part, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(part.Length);
        try
        {
            var bytes = buffer.AsMemory(0, part.Length);
            files.Read(part, bytes.Span);
            var blob = CopyManifest.BlobOf(bytes.Span);
            if (_stored!.ContainsKey(blob)) return blob;
            await storage.Put(CopyPaths.Of(prefix, blob), bytes, cancellationToken);
            _stored[blob] = true;
            Interlocked.Add(ref _bytesSent, part.Length);
            return blob;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
