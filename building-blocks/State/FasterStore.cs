using FASTER.core;

namespace State;

/// <summary>
/// State on FASTER: a log of records in segment files, the newest of them in memory, under an index in memory. What exceeds the memory
/// budget is on disk; dead records are compacted away bit by bit as new ones are written. Each write looks its key up first, so that the
/// statistics are exact: a write to a key that is on disk costs a read.
/// </summary>
public sealed class FasterStore : IKeyedStore
{
    /// <summary>Held while the store is open, so that no second one, of this process or another, opens its folder.</summary>
    const string LockName = "lock";

    readonly StoreSettings _settings;
    readonly StoreLayout _layout;
    readonly CheckpointFolder _checkpoints;
    readonly LogSums _sums;
    readonly FileStream _lock;
    RecordLog? _log;
    Compaction _compaction = null!;
    SavedIndex? _index;
    Task _checkpoint = Task.CompletedTask;
    long _entries;

    /// <summary>Opens the store of a folder as its newest checkpoint that can be trusted left it, or empty.</summary>
    /// <exception cref="ArgumentException">The settings do not fit each other.</exception>
    /// <exception cref="IOException">The folder is in use by another store, or cannot be written.</exception>
    public FasterStore(StoreSettings settings)
    {
        _settings = settings;
        _layout = StoreLayout.Of(settings);
        Directory.CreateDirectory(settings.Folder);
        _checkpoints = new CheckpointFolder(settings.Folder);
        _sums = new LogSums(settings.Folder, _layout);
        _lock = new FileStream(
            Path.Combine(settings.Folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        try
        {
            Restore();
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>The metadata of the checkpoint that the store was opened from or wrote last; null when there is none.</summary>
    public byte[]? Metadata => _checkpoints.Kept.LastOrDefault()?.Metadata;

    /// <summary>The checkpoint that the store was opened from or wrote last, to be copied; null when there is none.</summary>
    public PublishedCheckpoint? Published =>
        _checkpoints.Kept.LastOrDefault() is { } newest ? new PublishedCheckpoint(_settings.Folder, newest) : null;

    /// <summary>The checkpoints that the last restore found and did not trust, each with the reason: worth a warning.</summary>
    public IReadOnlyList<string> Discarded => _checkpoints.Discarded;

    /// <inheritdoc />
    public int MaximumValueBytes => _settings.MaximumValueBytes;

    /// <summary>Keys with a value: known at once, where <see cref="Statistics"/> looks at every file.</summary>
    public long Entries => _entries;

    /// <inheritdoc />
    public StoreStatistics Statistics => new(
        _entries,
        _compaction.LiveBytes,
        Log.MemoryBytes,
        new DirectoryInfo(_settings.Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length));

    /// <inheritdoc />
    public bool IsCheckpointDue => _compaction.IsHeldByCheckpoints;

    RecordLog Log => _log ?? throw new ObjectDisposedException(
        nameof(FasterStore), "the state store is closed, or restoring it failed: restore or reset it, or open a new one");

    /// <inheritdoc />
    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        StoreLimits.CheckKey(key);
        var isFound = Log.TryFind(key, copiesValue: true, out var found);
        value = isFound ? Log.Value(found) : default;
        return isFound;
    }

    /// <inheritdoc />
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        StoreLimits.CheckKey(key);
        StoreLimits.CheckValue(value, MaximumValueBytes);
        var before = Log.TryFind(key, copiesValue: false, out var found) ? StoreLayout.RecordBytes(key.Length, found.Length) : 0;
        Log.Write(key, value);
        if (before == 0) Log.FitIndex(++_entries);
        _compaction.Wrote(StoreLayout.RecordBytes(key.Length, value.Length) - before);
    }

    /// <inheritdoc />
    public void Remove(ReadOnlySpan<byte> key)
    {
        StoreLimits.CheckKey(key);
        if (!Log.TryFind(key, copiesValue: false, out var found)) return;
        Log.Delete(key);
        _entries--;
        _compaction.Wrote(-StoreLayout.RecordBytes(key.Length, found.Length));
    }

    /// <inheritdoc />
    public void Scan<TVisitor>(ref TVisitor visitor)
        where TVisitor : IEntryVisitor, allows ref struct =>
        Log.Visit(ref visitor, _compaction.Begin, Log.Tail);

    /// <inheritdoc />
    public bool IsCheckpointPrepared => _checkpoint.IsCompleted && HasIndex;

    /// <inheritdoc />
    public ValueTask PrepareCheckpointAsync()
    {
        if (!_checkpoint.IsCompleted) return new ValueTask(_checkpoint);
        return HasIndex ? ValueTask.CompletedTask : new ValueTask(_checkpoint = SaveIndex());
    }

    /// <inheritdoc />
    public ValueTask CheckpointAsync(ReadOnlyMemory<byte> metadata)
    {
        StoreLimits.CheckMetadata(metadata);
        return new ValueTask(_checkpoint = IsCheckpointPrepared ? Checkpoint(metadata) : PrepareThenCheckpoint(metadata));
    }

    /// <inheritdoc />
    public byte[]? Restore()
    {
        Close();
        _checkpoints.Load(_layout);
        StoreCrashPoints.Reached?.Invoke(StoreCrashPoint.RestoreLoaded, _settings.Folder);
        while (_checkpoints.Kept.LastOrDefault() is { } newest)
        {
            if (TryOpen(newest) is not { } fault) return newest.Metadata;
            _checkpoints.Discard(newest, fault);
        }
        DeleteFiles();
        Open(null);
        return null;
    }

    /// <inheritdoc />
    public void Reset()
    {
        Close();
        DeleteFiles();
        _checkpoints.Load(_layout);
        Open(null);
    }

    /// <summary>Why this store cannot go on from a copy; null when it can.</summary>
    public string? Fault(CheckpointCopy copy) => copy.Fault(_layout);

    /// <summary>
    /// Goes on from a checkpoint in another folder of the same disk, such as a downloaded copy, in place of all there is. Its files are
    /// moved, what makes them a checkpoint last: a crash in between leaves an empty store.
    /// </summary>
    /// <returns>As <see cref="Restore"/>.</returns>
    public byte[]? Adopt(string folder)
    {
        Close();
        DeleteFiles();
        StoreFiles.Move(folder, _settings.Folder);
        return Restore();
    }

    /// <summary>Closes the files, after a checkpoint that is being taken. What was written since the last checkpoint is gone.</summary>
    public void Dispose()
    {
        Close();
        _lock.Dispose();
    }

    // Of what follows it memory must hold all when it is opened. Records that follow a grown index are linked in ways that a smaller one
    // does not know.
    bool HasIndex =>
        _index is { } saved && saved.Buckets == Log.IndexBuckets && Log.Tail - saved.Start < _layout.LogBytes / 2;

    // Closing waits for what follows: it must not need the thread of whoever closes.
    async Task SaveIndex() => _index = await Log.SaveIndexAsync().ConfigureAwait(false);

    async Task PrepareThenCheckpoint(ReadOnlyMemory<byte> metadata)
    {
        await _checkpoint.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!HasIndex) await SaveIndex().ConfigureAwait(false);
        await Checkpoint(metadata).ConfigureAwait(false);
    }

    /// <summary>What the checkpoint holds is decided before this returns; the files are written by others.</summary>
    Task Checkpoint(ReadOnlyMemory<byte> metadata)
    {
        _compaction.Hold();
        var (token, tail) = Log.BeginCheckpoint();
        var manifest = new CheckpointManifest(
            0, token, _index!.Value.Token, _layout.PageBytes, _layout.SegmentBytes, _compaction.Begin, tail, _entries,
            _compaction.LiveBytes, [], [], [], metadata.ToArray());
        _index = null;
        var (log, compaction) = (Log, _compaction);
        return Save();

        async Task Save()
        {
            await log.CompleteCheckpointAsync().ConfigureAwait(false);
            // It waits for the disk, which threads of the pool should not.
            await Task.Factory.StartNew(
                () => Publish(log, manifest), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ConfigureAwait(false);
            compaction.Release(_checkpoints.Kept[0].Begin);
        }
    }

    void Publish(RecordLog log, CheckpointManifest manifest)
    {
        log.Sync();
        StoreCrashPoints.Reached?.Invoke(StoreCrashPoint.CheckpointSaved, _settings.Folder);
        _checkpoints.Publish(manifest with
        {
            Pages = _sums.Of(manifest.Begin, manifest.Tail, _checkpoints.Kept.LastOrDefault()),
            LastSector = _sums.LastSector(manifest.Begin, manifest.Tail),
        });
        StoreCrashPoints.Reached?.Invoke(StoreCrashPoint.CheckpointReleased, _settings.Folder);
    }

    /// <summary>Opens a checkpoint if it can be trusted.</summary>
    /// <returns>What is wrong with it, or null when it is open.</returns>
    string? TryOpen(CheckpointManifest checkpoint)
    {
        if (_checkpoints.Fault(checkpoint, _settings.ChecksLog ? _sums : null) is { } fault) return fault;
        try
        {
            Open(checkpoint);
            return null;
        }
        catch (Exception failure) when (failure is FasterException or IOException)
        {
            Close();
            return failure.Message;
        }
    }

    void Open(CheckpointManifest? checkpoint)
    {
        if (checkpoint is not null) _sums.Restore(checkpoint);
        _log = new RecordLog(_settings.Folder, _checkpoints.FasterPath, _layout, checkpoint);
        _index = null;
        _entries = checkpoint?.Entries ?? 0;
        _compaction = new Compaction(_log, _layout, checkpoint, _checkpoints.Kept.FirstOrDefault()?.Begin);
        StoreCrashPoints.Reached?.Invoke(StoreCrashPoint.RestoreOpened, _settings.Folder);
        // Written after the checkpoint, so not of this state.
        if (checkpoint is not null) _log.DeleteSegmentsAfter(checkpoint.Tail);
    }

    void Close()
    {
        // Whoever asked for it learns how it ends.
        ((IAsyncResult)_checkpoint).AsyncWaitHandle.WaitOne();
        _log?.Dispose();
        _log = null;
    }

    void DeleteFiles()
    {
        foreach (var path in Directory.EnumerateFiles(_settings.Folder))
        {
            if (Path.GetFileName(path) != LockName) File.Delete(path);
        }
        if (Directory.Exists(_checkpoints.FasterPath)) Directory.Delete(_checkpoints.FasterPath, recursive: true);
    }
}
