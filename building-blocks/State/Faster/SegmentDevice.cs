using System.Globalization;
using FASTER.core;
using Microsoft.Win32.SafeHandles;

namespace State;

/// <summary>
/// FASTER's log, or a file of a checkpoint, as segment files of a folder. FASTER's own devices take threads of the pool, never sync or
/// always do, and delete segments as soon as the newest checkpoint does not need them. This one reads on the caller's thread and writes on
/// one of its own, so that nobody waits for a page to be written; it syncs when told, and leaves deleting to the store, which also keeps
/// the checkpoint before. A failed read or write is remembered: FASTER itself would go on.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="name">What files are named, before a number.</param>
/// <param name="failed">Told of the first failure.</param>
internal sealed unsafe class SegmentDevice(string folder, string name, Action<SegmentDevice>? failed = null)
    : StorageDeviceBase(Path.Combine(folder, name), SectorBytes, NoLimit)
{
    /// <summary>What the files of the log are named.</summary>
    public const string LogName = "log";

    /// <summary>FASTER writes whole sectors of this size.</summary>
    public const uint SectorBytes = 512;

    const long NoLimit = -1;
    const uint Succeeded = 0;
    const uint Failed = 1;

    readonly Lock _lock = new();
    readonly Dictionary<int, SafeFileHandle> _handles = [];
    readonly HashSet<int> _unsynced = [];
    readonly WriteQueue _writes = new();

    /// <summary>The first failure, after which nothing in memory can be trusted.</summary>
    public Exception? Failure { get; private set; }

    public override void WriteAsync(
        IntPtr sourceAddress, int segmentId, ulong destinationAddress, uint numBytesToWrite,
        DeviceIOCompletionCallback callback, object context)
    {
        _writes.Add(() => Write(sourceAddress, segmentId, destinationAddress, numBytesToWrite, callback, context));
    }

    public override void ReadAsync(
        int segmentId, ulong sourceAddress, IntPtr destinationAddress, uint readLength, DeviceIOCompletionCallback callback, object context)
    {
        var error = Succeeded;
        var destination = new Span<byte>((void*)destinationAddress, (int)readLength);
        try
        {
            var read = RandomAccess.Read(Open(segmentId, isWritten: false), destination, (long)sourceAddress);
            // FASTER reads whole sectors and pages; what was never written is zero.
            destination[read..].Clear();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            destination.Clear();
            error = Fail(failure);
        }
        callback(error, readLength, context);
    }

    /// <summary>Waits until all that was to be written is; nothing more can be.</summary>
    public void Finish() => _writes.Dispose();

    /// <summary>Makes everything written so far survive a power loss.</summary>
    public void Sync()
    {
        // The owner opens files meanwhile: it must not wait for the disk.
        List<(int Segment, SafeFileHandle Handle)> files;
        lock (_lock)
        {
            files = [.. _unsynced.Where(_handles.ContainsKey).Select(segment => (segment, _handles[segment]))];
            _unsynced.Clear();
        }
        foreach (var (segment, handle) in files)
        {
            try
            {
                RandomAccess.FlushToDisk(handle);
            }
            catch (ObjectDisposedException) when (!IsOpen(segment))
            {
                // Deleted meanwhile: nobody needs it.
            }
        }
    }

    /// <summary>Deletes a segment, if there is one.</summary>
    public void Delete(long segment)
    {
        lock (_lock)
        {
            if (_handles.Remove((int)segment, out var handle)) handle.Dispose();
            _unsynced.Remove((int)segment);
        }
        File.Delete(PathOf(folder, name, segment));
    }

    /// <summary>Deletes the segments that end before an address.</summary>
    public void DeleteBefore(long address) => DeleteAll(segment => segment < address / SegmentSize);

    /// <summary>Deletes the segments that begin after an address.</summary>
    public void DeleteAfter(long address) => DeleteAll(segment => segment > address / SegmentSize);

    /// <summary>The file of a segment of the log.</summary>
    public static string PathOf(string folder, long segment) => PathOf(folder, LogName, segment);

    static string PathOf(string folder, string name, long segment) => Path.Combine(folder, $"{name}.{segment}");

    /// <summary>Whether a file's name is that of a segment of the log.</summary>
    public static bool IsName(string name) =>
        name.StartsWith($"{LogName}.", StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(LogName.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>True when the files hold every byte from one address to another.</summary>
    public static bool Covers(string folder, long segmentBytes, long from, long to)
    {
        for (var segment = from / segmentBytes; from < to && segment * segmentBytes < to; segment++)
        {
            var file = new FileInfo(PathOf(folder, segment));
            var needed = Math.Min(to - segment * segmentBytes, segmentBytes);
            if (!file.Exists || file.Length < needed) return false;
        }
        return true;
    }

    /// <summary>Zero where there is no file: FASTER asks for what it may have written beside a checkpoint.</summary>
    public override long GetFileSize(int segment) =>
        new FileInfo(PathOf(folder, name, segment)) is { Exists: true } file ? file.Length : 0;

    // The store decides what is deleted, as it knows which checkpoints are kept.
    public override void RemoveSegmentAsync(int segment, AsyncCallback callback, IAsyncResult result) => callback(result);

    public override void Dispose()
    {
        Finish();
        lock (_lock)
        {
            foreach (var handle in _handles.Values) handle.Dispose();
            _handles.Clear();
        }
    }

    uint Fail(Exception failure)
    {
        Failure ??= failure;
        failed?.Invoke(this);
        return Failed;
    }

    bool IsOpen(int segment)
    {
        lock (_lock) return _handles.ContainsKey(segment);
    }

    void Write(
        IntPtr sourceAddress, int segmentId, ulong destinationAddress, uint numBytesToWrite,
        DeviceIOCompletionCallback callback, object context)
    {
        try
        {
            var source = new ReadOnlySpan<byte>((void*)sourceAddress, (int)numBytesToWrite);
            RandomAccess.Write(Open(segmentId, isWritten: true), source, (long)destinationAddress);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail(failure);
        }
        // Told of a failure, FASTER would wait for this page for ever; the store asks for it after each call.
        callback(Succeeded, numBytesToWrite, context);
    }

    void DeleteAll(Predicate<long> isDeleted)
    {
        foreach (var path in Directory.EnumerateFiles(folder, $"{name}.*"))
        {
            if (int.TryParse(Path.GetExtension(path.AsSpan())[1..], out var segment) && isDeleted(segment)) Delete(segment);
        }
    }

    SafeFileHandle Open(int segment, bool isWritten)
    {
        lock (_lock)
        {
            if (isWritten) _unsynced.Add(segment);
            if (_handles.TryGetValue(segment, out var handle)) return handle;
            if (isWritten) Directory.CreateDirectory(folder);
            handle = File.OpenHandle(
                PathOf(folder, name, segment), isWritten ? FileMode.OpenOrCreate : FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            _handles.Add(segment, handle);
            return handle;
        }
    }
}
