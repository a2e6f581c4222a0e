using System.Globalization;

namespace State;

/// <summary>
/// The checkpoints in a store's folder: a manifest each, named by number, and FASTER's files of it in folders named by token. What no kept
/// manifest names is deleted; a manifest is deleted before what it names.
/// </summary>
internal sealed class CheckpointFolder(string folder)
{
    const string Prefix = "checkpoint-";
    const string FasterFolder = "faster";

    /// <summary>The checkpoints there are, the newest last.</summary>
    public List<CheckpointManifest> Kept { get; } = [];

    /// <summary>Why checkpoints were deleted since the folder was read.</summary>
    public List<string> Discarded { get; } = [];

    /// <summary>Where FASTER writes its part.</summary>
    public string FasterPath => Path.Combine(folder, FasterFolder);

    /// <summary>Reads the manifests in the folder. What is no manifest, or not of this layout, is deleted: nothing can use it.</summary>
    public void Load(StoreLayout layout)
    {
        Kept.Clear();
        Discarded.Clear();
        foreach (var path in Directory.EnumerateFiles(folder, $"{Prefix}*").Order(StringComparer.Ordinal).ToList())
        {
            if (path.EndsWith(DurableFile.TemporaryEnding, StringComparison.Ordinal)) continue;
            var manifest = CheckpointManifest.Decode(File.ReadAllBytes(path));
            if (Fault(path, manifest, layout) is { } fault)
            {
                Discarded.Add($"{Path.GetFileName(path)}: {fault}");
                File.Delete(path);
            }
            else
            {
                Kept.Add(manifest!);
            }
        }
        DeleteUnnamed();
    }

    /// <summary>What is wrong with the files of a checkpoint, or null when they are as it was made.</summary>
    /// <param name="checkpoint">One of the kept.</param>
    /// <param name="sums">Reads the log's pages; null to look at its length only.</param>
    public string? Fault(CheckpointManifest checkpoint, LogSums? sums)
    {
        var end = checkpoint.Tail - checkpoint.LastSector.Length;
        if (!SegmentDevice.Covers(folder, checkpoint.SegmentBytes, checkpoint.Begin, end)) return "its log is not whole";
        if (sums?.Match(checkpoint) == false) return "its log was changed";
        return checkpoint.Files.FirstOrDefault(file => !IsWhole(file)) is { } broken ? $"{broken.Path} is cut, changed or missing" : null;
    }

    /// <summary>Publishes a checkpoint whose files FASTER has written under a token, and lets go of those no longer kept.</summary>
    public void Publish(CheckpointManifest checkpoint)
    {
        var whole = checkpoint with
        {
            Number = (Kept.LastOrDefault()?.Number ?? 0) + 1,
            Files = [.. WrittenFiles(checkpoint.IndexToken), .. WrittenFiles(checkpoint.Token)],
        };
        DurableFile.Publish(PathOf(whole), whole.Encode());
        StoreCrashPoints.Reached?.Invoke(StoreCrashPoint.CheckpointPublished, folder);
        Kept.Add(whole);
        while (Kept.Count > StoreLimits.CheckpointsKept) Delete(Kept[0]);
        DeleteUnnamed();
    }

    /// <summary>Deletes a checkpoint that turned out not to be usable.</summary>
    public void Discard(CheckpointManifest checkpoint, string reason)
    {
        Discarded.Add($"{Path.GetFileName(PathOf(checkpoint))}: {reason}");
        Delete(checkpoint);
    }

    void Delete(CheckpointManifest checkpoint)
    {
        Kept.Remove(checkpoint);
        File.Delete(PathOf(checkpoint));
    }

    /// <summary>The file of a checkpoint's manifest.</summary>
    public static string PathOf(string folder, ulong number) =>
        Path.Combine(folder, Prefix + number.ToString("D20", CultureInfo.InvariantCulture));

    /// <summary>Whether a file is a checkpoint's manifest, by its name.</summary>
    public static bool IsManifest(string path) => Path.GetFileName(path.AsSpan()).StartsWith(Prefix);

    string PathOf(CheckpointManifest manifest) => PathOf(folder, manifest.Number);

    string? Fault(string path, CheckpointManifest? manifest, StoreLayout layout)
    {
        if (manifest is null) return "it is cut, changed, or of a later version";
        if (PathOf(manifest) != path) return $"it is checkpoint {manifest.Number} under another name";
        if (manifest.PageBytes != layout.PageBytes || manifest.SegmentBytes != layout.SegmentBytes)
        {
            return "it was written with another memory budget or value limit";
        }
        return null;
    }

    bool IsWhole(CheckpointFile file)
    {
        var path = Path.Combine(folder, file.Path);
        return File.Exists(path) && Checksum.OfFile(path) == (file.Checksum, file.Length);
    }

    List<CheckpointFile> WrittenFiles(Guid token)
    {
        var files = new List<CheckpointFile>();
        foreach (var owner in Directory.EnumerateDirectories(FasterPath).Select(kind => Path.Combine(kind, token.ToString())))
        {
            if (!Directory.Exists(owner)) continue;
            foreach (var path in Directory.EnumerateFiles(owner).Order(StringComparer.Ordinal))
            {
                DurableFile.Sync(path);
                var (checksum, length) = Checksum.OfFile(path);
                files.Add(new CheckpointFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), length, checksum));
            }
            DurableFile.SyncFolder(owner);
            DurableFile.SyncFolder(Path.GetDirectoryName(owner)!);
        }
        DurableFile.SyncFolder(FasterPath);
        return files;
    }

    void DeleteUnnamed()
    {
        foreach (var path in Directory.EnumerateFiles(folder, $"{Prefix}*{DurableFile.TemporaryEnding}")) File.Delete(path);
        if (!Directory.Exists(FasterPath)) return;
        var named = Kept.SelectMany(checkpoint => new[] { checkpoint.Token, checkpoint.IndexToken })
            .Select(token => token.ToString())
            .ToHashSet();
        foreach (var owner in Directory.EnumerateDirectories(FasterPath).SelectMany(Directory.EnumerateDirectories))
        {
            if (!named.Contains(Path.GetFileName(owner))) Directory.Delete(owner, recursive: true);
        }
    }
}
