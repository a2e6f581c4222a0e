using State;

namespace Streams;

/// <summary>One copy of one task's state.</summary>
public sealed class StateCopy
{
    readonly CopyName name;

    internal StateCopy(string store, int partition, CopyName name, CheckpointCopy? copy)
    {
        (Store, Partition, this.name, Copy) = (store, partition, name, copy);
        Metadata = copy is null ? null : CheckpointMetadata.Read(copy.Metadata);
    }

    /// <summary>The task's store.</summary>
    public string Store { get; }

    /// <summary>Its partition.</summary>
    public int Partition { get; }

    /// <summary>The copy's name in storage.</summary>
    public string Id => name.ToString();

    /// <summary>When its checkpoint was taken.</summary>
    public DateTimeOffset Time => name.Time;

    /// <summary>Whether age never deletes it.</summary>
    public bool IsSavepoint => name.IsSavepoint;

    /// <summary>Whether its description can be read; what it says is null otherwise.</summary>
    public bool IsReadable => Metadata is not null;

    /// <summary>The changelog offset that it is of.</summary>
    public long? Offset => Metadata?.Offset;

    /// <summary>The topic that the task reads.</summary>
    public string? Input => Metadata?.Input;

    /// <summary>The next record that it reads there.</summary>
    public long? Next => Metadata?.Next;

    /// <summary>Id of the cluster.</summary>
    public string? Cluster => Metadata?.Cluster;

    /// <summary>Keys with a value.</summary>
    public long? Entries => Copy?.Entries;

    /// <summary>Bytes of all that it needs; it shares most of them with other copies.</summary>
    public long? Bytes => Copy?.Bytes;

    internal CheckpointCopy? Copy { get; }

    internal CheckpointMetadata? Metadata { get; }
}
