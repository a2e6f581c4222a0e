using State;

namespace Streams;

/// <summary>Where the copies of an application's tasks are.</summary>
sealed class CopyStore(string application, CopySettings settings) : IDisposable
{
    public CopySettings Settings => settings;

    public string Application => application;

    public ICheckpointStorage Storage { get; } = CopyLocation.Open(settings.Location);

    /// <summary>What the names of a task's blobs begin with.</summary>
    public string Prefix(string store, int partition) => $"{application}/{store}/{partition}";

    /// <summary>The task of a prefix; null when it is none.</summary>
    public static (string Store, int Partition)? TaskOf(string prefix) =>
        prefix.Split('/') is [_, var store, var number] && int.TryParse(number, out var partition) ? (store, partition) : null;

    public CheckpointCopies Copies(string store, int partition) => new(Storage, Prefix(store, partition));

    public CheckpointUpload Upload(string store, int partition) => new(Storage, Prefix(store, partition));

    public void Dispose() => Storage.Dispose();
}
