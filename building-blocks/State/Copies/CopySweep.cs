namespace State;

/// <summary>Deletes copies, then what no remaining copy names. Another may be copying meanwhile: young blobs stay.</summary>
internal static class CopySweep
{
    public static async Task Run(
        ICheckpointStorage storage, string prefix, IEnumerable<CopyName> expired, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = CopyLimits.SmallRequests, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(expired, options, async (copy, token) => await storage.Delete(CopyPaths.Of(prefix, copy), token));
        List<string> unnamed = [];
        var named = await Named(storage, prefix, cancellationToken);
        await foreach (var blob in storage.List(CopyPaths.Blobs(prefix), cancellationToken))
        {
            var isNamed = named.Contains(blob.Name[(blob.Name.LastIndexOf('/') + 1)..]);
            if (!isNamed && now - blob.Written > CopyLimits.UnnamedAge) unnamed.Add(blob.Name);
        }
        await Parallel.ForEachAsync(unnamed, options, async (blob, token) => await storage.Delete(blob, token));
    }

    /// <summary>The blobs of all copies. A failure ends the sweep; a copy that cannot be understood names nothing that could be used.
    /// </summary>
    static async Task<HashSet<string>> Named(ICheckpointStorage storage, string prefix, CancellationToken cancellationToken)
    {
        var named = new HashSet<string>();
        var copies = new CheckpointCopies(storage, prefix);
        foreach (var name in await copies.List(cancellationToken))
        {
            if (await copies.Read(name, cancellationToken) is not { } copy) continue;
            foreach (var part in copy.Manifest.Parts) named.Add(part.Blob);
        }
        return named;
    }
}
