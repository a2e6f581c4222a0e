namespace State;

/// <summary>The files of a store's folder as a whole.</summary>
internal static class StoreFiles
{
    /// <summary>Moves what a checkpoint needs into an empty folder: folders, the log, then its manifest.</summary>
    public static void Move(string from, string to)
    {
        foreach (var path in Directory.EnumerateDirectories(from)) Directory.Move(path, Path.Combine(to, Path.GetFileName(path)));
        foreach (var path in Directory.EnumerateFiles(from).OrderBy(CheckpointFolder.IsManifest))
        {
            if (CheckpointFolder.IsManifest(path)) DurableFile.SyncFolder(to);
            File.Move(path, Path.Combine(to, Path.GetFileName(path)));
        }
        DurableFile.SyncFolder(to);
    }
}
