namespace State.Tests;

/// <summary>A folder for one test's store.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("state-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>A store that spills after a few hundred entries.</summary>
    public StoreSettings Tiny => new() { Folder = Path, MemoryBytes = 128 * 1024, MaximumValueBytes = 2048 };
}
