namespace State.Tests;

/// <summary>A store with copies of its checkpoints in a folder.</summary>
internal sealed class Copying : IDisposable
{
    public const string Prefix = "app/store/0";

    static readonly DateTimeOffset First = new(2026, 1, 31, 8, 0, 0, TimeSpan.Zero);

    readonly TemporaryFolder _folder = new();
    readonly TemporaryFolder _storage = new();
    readonly TemporaryFolder _downloads = new();
    int _checkpoints;

    public Copying()
    {
        Storage = new WatchedStorage(new FolderStorage(_storage.Path));
        Store = new FasterStore(_folder.Tiny);
        Upload = new CheckpointUpload(Storage, Prefix);
        Copies = new CheckpointCopies(Storage, Prefix);
    }

    public FasterStore Store { get; }

    public WatchedStorage Storage { get; }

    public CheckpointUpload Upload { get; set; }

    public CheckpointCopies Copies { get; }

    public string Folder => _folder.Path;

    public string[] Blobs => Directory.GetFiles(Path.Combine(_storage.Path, "blobs", Prefix));

    public string[] Descriptions => Directory.GetFiles(Path.Combine(_storage.Path, "copies", Prefix));

    /// <summary>Entries that fill some segments.</summary>
    public void Write(int from, int to, string value = "value")
    {
        for (var number = from; number < to; number++) Store.Put($"key {number}", $"{value} {number} {new string('.', 500)}");
    }

    public async Task<PublishedCheckpoint> Checkpoint()
    {
        await Store.CheckpointAsync(new byte[] { (byte)++_checkpoints });
        return Store.Published!;
    }

    public async Task<CopyName> Copy(bool isSavepoint = false, DateTimeOffset? time = null)
    {
        var checkpoint = await Checkpoint();
        return await Upload.Copy(checkpoint, time ?? First.AddMinutes(_checkpoints), isSavepoint, CancellationToken.None);
    }

    /// <summary>What a copy holds.</summary>
    public async Task<SortedDictionary<string, string>> Read(CopyName name)
    {
        var copy = (await Copies.Read(name, CancellationToken.None)).ShouldNotBeNull();
        var folder = await Download(copy);
        using var store = new FasterStore(copy.SettingsFor(folder));
        store.Discarded.ShouldBeEmpty();
        store.Metadata.ShouldBe(copy.Metadata);
        store.Statistics.Entries.ShouldBe(copy.Entries);
        return Entries.Of(store);
    }

    public async Task<string> Download(CheckpointCopy copy)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_downloads.Path, $"{Guid.CreateVersion7(DateTimeOffset.UnixEpoch)}")).FullName;
        await Copies.Download(copy, folder, _ => { }, CancellationToken.None);
        return folder;
    }

    public void Dispose()
    {
        Store.Dispose();
        Storage.Dispose();
        _folder.Dispose();
        _storage.Dispose();
        _downloads.Dispose();
    }
}

/// <summary>Storage that counts, and fails when told.</summary>
internal sealed class WatchedStorage(ICheckpointStorage inner) : ICheckpointStorage
{
    /// <summary>Called before each write.</summary>
    public Action<string>? Putting { get; set; }

    /// <summary>Before the first write from now on, and no other, as several are under way at once.</summary>
    public void BeforeFirst(Action action)
    {
        var isDone = false;
        Putting = _ =>
        {
            if (!Interlocked.Exchange(ref isDone, true)) action();
        };
    }

    public async Task Put(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Putting?.Invoke(name);
        await inner.Put(name, bytes, cancellationToken);
    }

    public Task<byte[]?> Get(string name, CancellationToken cancellationToken) => inner.Get(name, cancellationToken);

    public IAsyncEnumerable<StoredBlob> List(string prefix, CancellationToken cancellationToken) => inner.List(prefix, cancellationToken);

    public Task Delete(string name, CancellationToken cancellationToken) => inner.Delete(name, cancellationToken);

    public void Dispose() => inner.Dispose();
}
