namespace State.Tests;

/// <summary>A folder for one test's store.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("state-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Fills this folder with another's files as they are: what a crash would leave.</summary>
    public void CopyFrom(string folder)
    {
        foreach (var directory in Directory.GetDirectories(folder, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(directory.Replace(folder, Path));
        }
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (System.IO.Path.GetFileName(file) != "lock") File.Copy(file, file.Replace(folder, Path));
        }
    }

    /// <summary>A store that spills after a few hundred entries.</summary>
    public StoreSettings Tiny => new() { Folder = Path, MemoryBytes = 128 * 1024, MaximumValueBytes = 2048 };
}
