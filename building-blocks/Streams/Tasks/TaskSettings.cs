using Contracts;
using State;

namespace Streams;

/// <summary>How tasks with state are kept.</summary>
public sealed record TaskSettings
{
    /// <summary>The consumer group: first part of the changelogs' names.</summary>
    public required string Application { get; init; }

    /// <summary>A folder that outlives the process and is this instance's alone; a folder for each store and partition is in it.</summary>
    public required string Folder { get; init; }

    /// <summary>How to reach the cluster, by librdkafka's names.</summary>
    public required IReadOnlyDictionary<string, string> Connection { get; init; }

    /// <summary>Time between two checkpoints of a task that changed: what a restart reads of the changelog.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of memory of one task's store.</summary>
    public long MemoryBytes { get; init; } = StoreLimits.DefaultMemoryBytes;

    /// <summary>
    /// <c>delete.retention.ms</c> of the changelogs: an older checkpoint may hold keys whose tombstones are gone, so it is not trusted.
    /// </summary>
    public TimeSpan TombstoneRetention { get; init; } = Limits.TombstoneRetention;

    /// <summary>
    /// Whether records that stages send to tasks of the same instance stay in memory and are processed in the same transaction; the topic
    /// is for the others. Only where a transaction holds all of it: without one, the changes of the one task could be lost and those of the
    /// other, which say that it was told, could not. And only without <see cref="Copies"/>: those of two tasks are of different moments,
    /// and what passed between them must be in the topic to be read again.
    /// </summary>
    public bool HandsOver { get; init; } = true;

    /// <summary>
    /// True: the changelogs of all tasks that are not assigned to this instance are followed, so that one that is assigned has little to
    /// read. Each of them costs what a task costs, <see cref="MemoryBytes"/> and the disk of its state, and the reading of its changes.
    /// </summary>
    public bool Standby { get; init; }

    /// <summary>Where checkpoints are copied to, for instances that have none of their own; null: nowhere.</summary>
    public CopySettings? Copies { get; init; }
}
