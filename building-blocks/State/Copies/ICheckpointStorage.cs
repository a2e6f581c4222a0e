namespace State;

/// <summary>
/// Where copies of checkpoints go: blobs by name, with '/' in it. A blob is there whole or not at all. Used by several threads at once. Two
/// implementations: <see cref="FolderStorage"/>, and S3-compatible storage in a project that knows its client. Each failure is an
/// <see cref="IOException"/> that says what is wrong and names no secret; after it the same call may be made again.
/// </summary>
public interface ICheckpointStorage : IDisposable
{
    /// <summary>Writes a blob, over one of that name.</summary>
    Task Put(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Reads a whole blob; null when there is none.</summary>
    Task<byte[]?> Get(string name, CancellationToken cancellationToken);

    /// <summary>The blobs whose names begin so, in no order.</summary>
    IAsyncEnumerable<StoredBlob> List(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes a blob; nothing happens when there is none.</summary>
    Task Delete(string name, CancellationToken cancellationToken);
}

/// <summary>A blob in storage.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Written">When it was written, by the storage's clock.</param>
public sealed record StoredBlob(string Name, long Length, DateTimeOffset Written);
