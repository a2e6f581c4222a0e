using System.Globalization;
using FASTER.core;
using Microsoft.Win32.SafeHandles;

namespace State;

/// <summary>
/// FASTER's log as segment files of its folder. FASTER's own devices work on threads of their own, never sync, and delete segments as soon
/// as the newest checkpoint does not need them; this one works on the caller's thread, syncs when told, and leaves deleting to the store,
/// which also keeps the checkpoint before. A failed read or write is remembered: FASTER itself would go on.
/// </summary>
internal sealed unsafe class SegmentDevice(string folder) : StorageDeviceBase(Path.Combine(folder, Name), SectorBytes, NoLimit)
{
    const string Name = "log";

    /// <summary>FASTER writes whole sectors of this size.</summary>
    public const uint SectorBytes = 512;

    const long NoLimit = -1;
    const uint Failed = 1;

    readonly Lock _lock = new();
    readonly Dictionary<int, SafeFileHandle> _handles = [];
    readonly HashSet<int> _unsynced = [];

    /// <summary>The first failure, after which nothing in memory can be trusted.</summary>
    public Exception? Failure { get; private set; }

    public override void WriteAsync(
        IntPtr sourceAddress, int segmentId, ulong destinationAddress, uint numBytesToWrite,
        DeviceIOCompletionCallback callback, object context)
    {
        var error = 0u;
        try
        {
            var source = new ReadOnlySpan<byte>((void*)sourceAddress, (int)numBytesToWrite);
            RandomAccess.Write(Open(segmentId, isWritten: true), source, (long)destinationAddress);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Failure ??= failure;
            error = Failed;
        }
        callback(error, numBytesToWrite, context);
    }

    public override void ReadAsync(
        int segmentId, ulong sourceAddress, IntPtr destinationAddress, uint readLength, DeviceIOCompletionCallback callback, object context)
    {
        var error = 0u;
        var destination = new Span<byte>((void*)destinationAddress, (int)readLength);
        try
        {
            var read = RandomAccess.Read(Open(segmentId, isWritten: false), destination, (long)sourceAddress);
            // FASTER reads whole sectors and pages; what was never written is zero.
            destination[read..].Clear();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Failure ??= failure;
            destination.Clear();
            error = Failed;
        }
        callback(error, readLength, context);
    }

    /// <summary>Makes everything written so far survive a power loss.</summary>
    public void Sync()
    {
        lock (_lock)
        {
            foreach (var segment in _unsynced)
            {
                if (_handles.TryGetValue(segment, out var handle)) RandomAccess.FlushToDisk(handle);
            }
            _unsynced.Clear();
        }
    }

    /// <summary>Deletes the segments that end before an address.</summary>
    public void DeleteBefore(long address) => Delete(segment => segment < address / SegmentSize);

    /// <summary>Deletes the segments that begin after an address.</summary>
    public void DeleteAfter(long address) => Delete(segment => segment > address / SegmentSize);

    /// <summary>The file of a segment.</summary>
    public static string PathOf(string folder, long segment) => Path.Combine(folder, $"{Name}.{segment}");

    /// <summary>Whether a file's name is a segment's.</summary>
    public static bool IsName(string name) =>
        name.StartsWith($"{Name}.", StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(Name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);

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

    // The store decides what is deleted, as it knows which checkpoints are kept.
    public override void RemoveSegmentAsync(int segment, AsyncCallback callback, IAsyncResult result) => callback(result);

    public override void Dispose()
    {
        lock (_lock)
        {
            foreach (var handle in _handles.Values) handle.Dispose();
            _handles.Clear();
        }
    }

    void Delete(Predicate<long> isDeleted)
    {
        lock (_lock)
        {
            foreach (var path in Directory.EnumerateFiles(folder, $"{Name}.*"))
            {
                if (!int.TryParse(Path.GetExtension(path.AsSpan())[1..], out var segment) || !isDeleted(segment)) continue;
                if (_handles.Remove(segment, out var handle)) handle.Dispose();
                _unsynced.Remove(segment);
                File.Delete(path);
            }
        }
    }

    SafeFileHandle Open(int segment, bool isWritten)
    {
        lock (_lock)
        {
            if (isWritten) _unsynced.Add(segment);
            if (_handles.TryGetValue(segment, out var handle)) return handle;
            handle = File.OpenHandle(
                PathOf(folder, segment), isWritten ? FileMode.OpenOrCreate : FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            _handles.Add(segment, handle);
            return handle;
        }
    }
}
