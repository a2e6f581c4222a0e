using System.Runtime.InteropServices;

namespace State;

/// <summary>Files that are there whole or not at all, after a crash or a power loss too.</summary>
internal static partial class DurableFile
{
    /// <summary>What a file's name ends with until it is whole.</summary>
    public const string TemporaryEnding = ".tmp";

    /// <summary>Writes a new file under a temporary name, syncs it, gives it its name, syncs the folder.</summary>
    public static void Publish(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = path + TemporaryEnding;
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
        }
        File.Move(temporary, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    public static void Sync(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>
    /// Makes the names in a folder survive: .NET opens no folder, so the system is asked. Windows has no such call and needs none.
    /// </summary>
    public static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(path, 0);
        if (descriptor < 0) throw new IOException($"cannot open the folder {path} to sync it (errno {Marshal.GetLastPInvokeError()})");
        var result = Sync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (result == 0) return;
        throw new IOException($"cannot sync the folder {path} (errno {error}): its newest files may not survive a power loss");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
