using FASTER.core;

namespace State;

/// <summary>An index as it was saved, its size then, and the log address from which on it lacks records.</summary>
internal readonly record struct SavedIndex(Guid Token, long Buckets, long Start);

/// <summary>FASTER as this store uses it: one session, one log of records, whose newest record of a key is its value.</summary>
internal sealed class RecordLog : IDisposable
{
    /// <summary>The part of the log in memory where records are still written in place.</summary>
    const double MutableFraction = 0.5;

    /// <summary>Bytes of a bucket of FASTER's index.</summary>
    const int BucketBytes = 64;

    /// <summary>Keys a bucket should have on average: it holds seven, and a chain of further buckets after that.</summary>
    const int KeysPerBucket = 5;

    readonly StoreLayout _layout;
    readonly SegmentDevice _device;
    readonly CheckpointFiles _files;
    readonly DeviceLogCommitCheckpointManager _checkpoints;
    readonly FasterKV<SpanByte, SpanByte> _faster;
    readonly RecordFunctions _functions = new();
    readonly ClientSession<SpanByte, SpanByte, SpanByte, FoundRecord, Empty, IFunctions<SpanByte, SpanByte, SpanByte, FoundRecord, Empty>>
        _session;

    IFasterScanIterator<SpanByte, SpanByte>? _moving;

    /// <summary>Opens an empty log, or one as a checkpoint left it.</summary>
    /// <exception cref="FasterException">FASTER does not take its files.</exception>
    public RecordLog(string folder, string checkpointFolder, StoreLayout layout, CheckpointManifest? checkpoint)
    {
        _layout = layout;
        _device = new SegmentDevice(folder, SegmentDevice.LogName);
        _files = new CheckpointFiles(checkpointFolder);
        _checkpoints = _files.NewManager();
        using var settings = new FasterKVSettings<SpanByte, SpanByte>
        {
            IndexSize = layout.FirstIndexBytes,
            LogDevice = _device,
            PageSize = layout.PageBytes,
            SegmentSize = layout.SegmentBytes,
            MemorySize = layout.LogBytes,
            MutableFraction = MutableFraction,
            // One owner, one thread: no locks.
            ConcurrencyControlMode = ConcurrencyControlMode.None,
            CheckpointManager = _checkpoints,
        };
        _faster = new FasterKV<SpanByte, SpanByte>(settings);
        try
        {
            if (checkpoint is not null) _faster.Recover(checkpoint.IndexToken, checkpoint.Token);
            _session = _faster.NewSession(_functions);
            _files.ThrowIfFailed();
            ThrowIfFailed();
        }
        catch
        {
            Dispose();
            throw;
        }
        if (checkpoint is not null) ShiftBegin(checkpoint.Begin);
    }

    public long Begin => _faster.Log.BeginAddress;

    public long Tail => _faster.Log.TailAddress;

    /// <summary>Where records are no more written in place.</summary>
    public long ReadOnly => _faster.Log.SafeReadOnlyAddress;

    public long IndexBuckets => _faster.IndexSize;

    public long MemoryBytes => _faster.Log.MemorySizeBytes + (_faster.IndexSize + _faster.OverflowBucketCount) * BucketBytes;

    /// <summary>Finds a key's record; its value too when asked.</summary>
    public unsafe bool TryFind(ReadOnlySpan<byte> key, bool copiesValue, out FoundRecord found)
    {
        fixed (byte* pointer = key)
        {
            var name = SpanByte.FromPointer(pointer, key.Length);
            return TryFind(ref name, copiesValue, out found);
        }
    }

    /// <summary>The value that the last <see cref="TryFind(ReadOnlySpan{byte}, bool, out FoundRecord)"/> copied.</summary>
    public ReadOnlySpan<byte> Value(FoundRecord found) => _functions.Value(found.Length);

    public unsafe void Write(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        fixed (byte* keyPointer = key)
        fixed (byte* valuePointer = value)
        {
            var name = SpanByte.FromPointer(keyPointer, key.Length);
            var bytes = SpanByte.FromPointer(valuePointer, value.Length);
            Write(ref name, ref bytes);
        }
    }

    public unsafe void Delete(ReadOnlySpan<byte> key)
    {
        fixed (byte* pointer = key)
        {
            var name = SpanByte.FromPointer(pointer, key.Length);
            if (_session.Delete(ref name).IsPending) _session.CompletePending(wait: true);
        }
        ThrowIfFailed();
    }

    /// <summary>Visits the records between two addresses that are their keys' newest. The visitor must not write.</summary>
    public void Visit<TVisitor>(ref TVisitor visitor, long from, long to)
        where TVisitor : IEntryVisitor, allows ref struct
    {
        using var records = _faster.Log.Scan(from, to, ScanBufferingMode.SinglePageBuffering);
        while (records.GetNext(out var record))
        {
            if (!IsNewest(records, record)) continue;
            if (!visitor.Visit(records.GetKey().AsReadOnlySpan(), records.GetValue().AsReadOnlySpan())) return;
        }
        ThrowIfFailed();
    }

    /// <summary>
    /// Writes the records from one address until another is reached that are their keys' newest again, at the tail. Goes on where the last
    /// call ended where it can, as each new scan takes the memory of a page.
    /// </summary>
    /// <returns>Where the records begin that were not looked at.</returns>
    public long MoveToTail(long from, long to)
    {
        if (_moving is null || _moving.NextAddress < from || _moving.EndAddress < to)
        {
            _moving?.Dispose();
            _moving = _faster.Log.Scan(from, ReadOnly, ScanBufferingMode.SinglePageBuffering);
        }
        while (_moving.NextAddress < to && _moving.GetNext(out var record))
        {
            if (IsNewest(_moving, record)) Write(ref _moving.GetKey(), ref _moving.GetValue());
        }
        ThrowIfFailed();
        return _moving.NextAddress;
    }

    /// <summary>Lets FASTER forget what is before an address; the files stay.</summary>
    public void ShiftBegin(long address)
    {
        if (address > Begin) _faster.Log.ShiftBeginAddress(address, snapToPageStart: false, truncateLog: false);
    }

    public void DeleteSegment(long segment) => _device.Delete(segment);

    public void DeleteSegmentsBefore(long address) => _device.DeleteBefore(address);

    public void DeleteSegmentsAfter(long address) => _device.DeleteAfter(address);

    /// <summary>Doubles the index when its buckets fill, as long as it keeps to its size; not while a checkpoint is being taken.</summary>
    public void FitIndex(long entries)
    {
        if (entries > _faster.IndexSize * KeysPerBucket && _faster.IndexSize * BucketBytes < _layout.IndexBytes) _faster.GrowIndex();
    }

    /// <summary>
    /// Writes the index while the owner goes on. What it gets of later changes does not matter: whoever opens it reads the log from where
    /// it began.
    /// </summary>
    public async Task<SavedIndex> SaveIndexAsync()
    {
        // Begun on the owner's thread: a record that is written already is in the index before the first byte of it is.
        var (buckets, start) = (IndexBuckets, Tail);
        if (!_faster.TryInitiateIndexCheckpoint(out var token)) throw Taken();
        await Task.Run(() => _faster.CompleteCheckpointAsync().AsTask()).ConfigureAwait(false);
        _files.ThrowIfFailed();
        ThrowIfFailed();
        return new SavedIndex(token, buckets, start);
    }

    /// <summary>Makes what is in the log unchangeable and begins to write it; later changes are new records after it.</summary>
    /// <returns>The token to open it with, and its end.</returns>
    public (Guid Token, long Tail) BeginCheckpoint()
    {
        if (!_faster.TryInitiateHybridLogCheckpoint(out var token, CheckpointType.FoldOver)) throw Taken();
        // Until then a change could still get into the part that is written, and opening it would have to undo it.
        while (_faster.SystemState.Phase is Phase.PREPARE or Phase.IN_PROGRESS) _session.Refresh();
        return (token, Tail);
    }

    /// <summary>Waits until it is written; on any thread.</summary>
    public async Task CompleteCheckpointAsync()
    {
        await _faster.CompleteCheckpointAsync().ConfigureAwait(false);
        _files.ThrowIfFailed();
        ThrowIfFailed();
    }

    /// <summary>Makes what is written survive a power loss; on any thread.</summary>
    public void Sync() => _device.Sync();

    public void Dispose()
    {
        _moving?.Dispose();
        _session?.Dispose();
        // Pages are freed with the store: none may still be on its way to disk.
        _device.Finish();
        _faster.Dispose();
        _checkpoints.Dispose();
        _device.Dispose();
    }

    bool TryFind(ref SpanByte key, bool copiesValue, out FoundRecord found)
    {
        _functions.CopiesValue = copiesValue;
        var input = default(SpanByte);
        found = default;
        var status = _session.Read(ref key, ref input, ref found);
        if (status.IsPending)
        {
            _session.CompletePending(wait: true);
            status = _functions.CompletedStatus;
            found = _functions.Completed;
        }
        ThrowIfFailed();
        if (status.IsFaulted) throw new StateUnreadableException($"a record could not be read from the log (status {status})", null);
        return status.Found;
    }

    void Write(ref SpanByte key, ref SpanByte value)
    {
        if (_session.Upsert(ref key, ref value).IsPending) _session.CompletePending(wait: true);
        ThrowIfFailed();
    }

    bool IsNewest(IFasterScanIterator<SpanByte, SpanByte> records, RecordInfo record) =>
        !record.Tombstone
        && !record.Invalid
        && TryFind(ref records.GetKey(), copiesValue: false, out var found)
        && found.Address == records.CurrentAddress;

    static InvalidOperationException Taken() => new("a checkpoint of this store is being taken already: await it first");

    void ThrowIfFailed()
    {
        if (_device.Failure is { } failure) throw new StateUnreadableException("a file of the state could not be read or written", failure);
    }
}
