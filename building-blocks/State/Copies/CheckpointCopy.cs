namespace State;

/// <summary>A copy of a checkpoint in storage, as its description says; whether its blobs are whole shows when it is downloaded.</summary>
public sealed class CheckpointCopy
{
    internal CheckpointCopy(CopyName name, CopyManifest manifest, CheckpointManifest checkpoint) =>
        (Name, Manifest, Checkpoint) = (name, manifest, checkpoint);

    /// <summary>Its name.</summary>
    public CopyName Name { get; }

    /// <summary>Keys with a value.</summary>
    public long Entries => Checkpoint.Entries;

    /// <summary>Bytes of all that it needs; it shares most of them with other copies.</summary>
    public long Bytes => Manifest.Parts.Sum(part => (long)part.Length);

    /// <summary>What its owner says of it.</summary>
    public byte[] Metadata => Checkpoint.Metadata;

    internal CopyManifest Manifest { get; }

    internal CheckpointManifest Checkpoint { get; }

    /// <summary>Settings under which a store opens it to be read, whatever the memory of the store that wrote it.</summary>
    /// <param name="folder">Where it was downloaded to.</param>
    public StoreSettings SettingsFor(string folder) => StoreLayout.Reading(folder, Checkpoint.PageBytes);

    /// <summary>Why a store of these settings cannot go on from it; null when it can.</summary>
    internal string? Fault(StoreLayout layout) =>
        Checkpoint.PageBytes == layout.PageBytes && Checkpoint.SegmentBytes == layout.SegmentBytes
            ? null
            : "it was written with another memory budget or value limit";
}

/// <summary>A copy, or a checkpoint that is being copied, is not whole: something is missing or was changed.</summary>
public sealed class CopyBrokenException(string message) : IOException(message);

/// <summary>A checkpoint of an open store that can be copied: its files change no more, but go when newer ones are kept.</summary>
public sealed class PublishedCheckpoint
{
    internal PublishedCheckpoint(string folder, CheckpointManifest manifest) => (Folder, Manifest) = (folder, manifest);

    /// <summary>Keys with a value.</summary>
    public long Entries => Manifest.Entries;

    internal string Folder { get; }

    internal CheckpointManifest Manifest { get; }
}
