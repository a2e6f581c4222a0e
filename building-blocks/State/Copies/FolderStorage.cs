using System.Runtime.CompilerServices;

namespace State;

/// <summary>Blobs as files below a folder, such as a network disk that all instances see.</summary>
public sealed class FolderStorage(string folder) : ICheckpointStorage
{
    /// <summary>What a file's name ends with until it is whole; followed by what tells its writer from others.</summary>
    const string Unfinished = DurableFile.TemporaryEnding;

    readonly string _writer = $"{Environment.ProcessId}-{Environment.TickCount64}";
    long _writes;

    /// <inheritdoc/>
    public async Task Put(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{_writer}-{Interlocked.Increment(ref _writes)}{Unfinished}";
        try
        {
            using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
            {
                await RandomAccess.WriteAsync(file, bytes, 0, cancellationToken);
                RandomAccess.FlushToDisk(file);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new IOException(failure.Message, failure);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> Get(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(name), cancellationToken);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredBlob> List(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var root = Path.GetDirectoryName(PathOf(prefix + "-"))!;
        if (!Directory.Exists(root)) yield break;
        foreach (var file in new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(folder, file.FullName).Replace('\\', '/');
            if (!name.StartsWith(prefix, StringComparison.Ordinal) || name.EndsWith(Unfinished, StringComparison.Ordinal)) continue;
            // One that was deleted meanwhile is not listed.
            if (file.Exists) yield return new StoredBlob(name, file.Length, file.LastWriteTimeUtc);
        }
        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Delete(string name, CancellationToken cancellationToken)
    {
        if (File.Exists(PathOf(name))) File.Delete(PathOf(name));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held open.
    }

    string PathOf(string name) => Path.Combine(folder, name);
}
