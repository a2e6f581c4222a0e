using FASTER.core;

namespace State;

/// <summary>
/// Files of FASTER's checkpoints on devices of ours: FASTER's own ones write through to the disk, on threads of the pool, which holds up
/// everybody else. The store syncs the files before it publishes a checkpoint.
/// </summary>
internal sealed class CheckpointFiles(string folder) : INamedDeviceFactory
{
    readonly string _folder = new DirectoryInfo(folder).FullName;
    readonly LocalStorageNamedDeviceFactory _folders = new();
    SegmentDevice? _failed;

    /// <summary>What FASTER asks for them.</summary>
    public DeviceLogCommitCheckpointManager NewManager() =>
        new(this, new DefaultCheckpointNamingScheme(_folder), removeOutdated: false);

    public void Initialize(string baseName) => _folders.Initialize(baseName);

    public IDevice Get(FileDescriptor fileInfo) =>
        new SegmentDevice(Path.Combine(_folder, fileInfo.directoryName), fileInfo.fileName, device => _failed ??= device);

    public void Delete(FileDescriptor fileInfo) => _folders.Delete(fileInfo);

    public IEnumerable<FileDescriptor> ListContents(string path) => _folders.ListContents(path);

    /// <summary>Throws what a file that was written or read failed with since the last call: FASTER itself would go on.</summary>
    /// <exception cref="IOException">It did.</exception>
    public void ThrowIfFailed()
    {
        if (Interlocked.Exchange(ref _failed, null)?.Failure is { } failure)
            throw new IOException("a file of a checkpoint could not be written or read", failure);
    }
}
