namespace Cli;

/// <summary>Where databases, broker data and logs of a run are. A folder of the user's stays; a temporary one goes, unless something
/// failed.</summary>
sealed class DataFolder
{
    DataFolder(string path, bool isTemporary) => (Path, IsTemporary) = (path, isTemporary);

    public string Path { get; }

    public bool IsTemporary { get; }

    /// <summary>Whether an earlier run left its databases here.</summary>
    public bool HasDatabases => Directory.Exists(Databases);

    public string Databases => System.IO.Path.Combine(Path, "postgresql");

    public string Broker => System.IO.Path.Combine(Path, "kafka");

    public string Connect => System.IO.Path.Combine(Path, "connect");

    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>What routing keeps between its starts.</summary>
    public string Routing => System.IO.Path.Combine(Path, "routing");

    string CaptureFile => System.IO.Path.Combine(Path, "capture");

    string ClusterFile => System.IO.Path.Combine(Path, "cluster-id");

    public static DataFolder Open(string? path)
    {
        var folder = path is null
            ? new DataFolder(Directory.CreateTempSubdirectory("tributary-").FullName, isTemporary: true)
            : new DataFolder(Directory.CreateDirectory(path).FullName, isTemporary: false);
        // PostgreSQL refuses to run as root: then another user must reach its data in this folder.
        File.SetUnixFileMode(folder.Path, File.GetUnixFileMode(folder.Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(folder.Logs);
        return folder;
    }

    /// <summary>Remembers the cluster that the databases' positions belong to; false when the last run had another.</summary>
    public bool IsSameCluster(string clusterId)
    {
        var isSame = File.Exists(ClusterFile) && File.ReadAllText(ClusterFile) == clusterId;
        File.WriteAllText(ClusterFile, clusterId);
        return isSame;
    }

    /// <summary>Remembers which capture reads the slots from now on; false when it was another one, or none, until now.</summary>
    public bool IsSameCapture(CaptureKind capture)
    {
        var isSame = File.Exists(CaptureFile) && File.ReadAllText(CaptureFile) == capture.ToString();
        File.WriteAllText(CaptureFile, capture.ToString());
        return isSame;
    }

    /// <summary>Removes it, and says whether it was.</summary>
    /// <param name="isFailure">Something failed: then only a folder that nothing was started in is removed.</param>
    public bool RemoveIfTemporary(bool isFailure)
    {
        if (!IsTemporary || (isFailure && HasDatabases)) return false;
        Directory.Delete(Path, recursive: true);
        return true;
    }
}
