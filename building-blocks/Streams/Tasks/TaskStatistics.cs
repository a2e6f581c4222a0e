namespace Streams;

/// <summary>What one task has and did.</summary>
/// <param name="Store">Its store's name.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Entries">Keys with a value.</param>
/// <param name="Restored">Changelog records that the last start applied.</param>
/// <param name="RestoreTime">How long the last start took.</param>
/// <param name="CheckpointedAt">When the newest checkpoint was taken; null without one.</param>
/// <param name="CheckpointTime">How long it held up the task.</param>
public sealed record TaskStatistics(
    string Store, int Partition, long Entries, long Restored, TimeSpan RestoreTime, DateTimeOffset? CheckpointedAt,
    TimeSpan CheckpointTime)
{
    /// <summary>What this instance does with it.</summary>
    public TaskRole Role { get; init; }

    /// <summary>Of a standby: the offset up to which it holds the changelog.</summary>
    public long? FollowedOffset { get; init; }

    /// <summary>Of a standby: how many offsets of the changelog, records at most, it has not applied yet.</summary>
    public long? Lag { get; init; }

    /// <summary>Records that stages of this instance gave it since it is here, without its topic; an abort counts them again.</summary>
    public long HandedOver { get; init; }

    /// <summary>When the newest checkpoint was taken that this instance has copied; null without one.</summary>
    public DateTimeOffset? CopiedAt { get; init; }

    /// <summary>Copies that failed since the task is here.</summary>
    public long CopyFailures { get; init; }
}
