using Librdkafka;
using Microsoft.Extensions.Logging;

namespace Streams;

/// <summary>One task as the standby sees it: its turn, and how far the changelog was read in it. For the standby's thread.</summary>
/// <param name="changelog">The changelog's partition.</param>
/// <param name="open">Opens the task.</param>
/// <param name="time">For waits after failures.</param>
/// <param name="logger">Is told of the first failure, and of the end of failures.</param>
sealed class FollowedTask(TopicPartition changelog, Func<StateTask> open, TimeProvider time, ILogger logger)
{
    static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);

    /// <summary>The client tells the end of a changelog where nothing comes once; placed anew, it looks, and tells it again.</summary>
    static readonly TimeSpan LookInterval = TimeSpan.FromHours(1);

    readonly Retries retries = new(time);
    StateTask? task;
    (long Turn, long Next)? turn;
    long toldAt;
    long readSince;

    public TopicPartition Changelog => changelog;

    /// <summary>The next offset to read; null while it is not followed.</summary>
    public TopicPartitionOffset? Position =>
        turn is { } now ? new TopicPartitionOffset(changelog.Topic, changelog.Partition, now.Next) : null;

    /// <summary>The client reads it.</summary>
    public bool IsRead { get; private set; }

    /// <summary>The client should be placed anew: it reads what is not followed or does not read what is, or has looked long ago.</summary>
    public bool IsMisplaced => IsRead != turn is not null || (IsRead && time.GetElapsedTime(readSince) > LookInterval);

    /// <summary>Begins to follow it where nothing is against that.</summary>
    /// <returns>True when it began.</returns>
    public bool BeginIfFree(string clusterId, CancellationToken cancellationToken)
    {
        if (turn is { } now && !task!.IsFollowers(now.Turn)) turn = null;
        if (turn is not null || !retries.IsDue) return false;
        task ??= open();
        turn = task.BeginToFollow(clusterId, cancellationToken);
        toldAt = time.GetTimestamp();
        return turn is not null;
    }

    /// <summary>Applies what was read of it. What is not of its turn any more is dropped: in the next one it is read again.</summary>
    public void Apply(ReadOnlySpan<RecordMessage> records)
    {
        if (turn is not { } now) return;
        turn = task!.Follow(now.Turn, records) ? now with { Next = records[^1].AsRecord().Offset + 1 } : null;
        Worked();
    }

    /// <summary>Everything before an offset was read.</summary>
    public void Reach(long end)
    {
        if (turn is not { } now) return;
        turn = task!.FollowTo(now.Turn, end) ? now with { Next = Math.Max(now.Next, end) } : null;
        Worked();
    }

    /// <summary>Goes on with a checkpoint.</summary>
    /// <returns>True while one is being taken.</returns>
    public bool Checkpoint() => turn is { } now && task!.AdvanceStandbyCheckpoint(now.Turn);

    /// <summary>Tells how far it is behind.</summary>
    public void Report(long end)
    {
        if (turn is null) return;
        var behind = task!.Behind(end);
        StreamsMetrics.Followed(changelog, behind);
        if (behind == 0 || time.GetElapsedTime(toldAt) < ProgressInterval) return;
        toldAt = time.GetTimestamp();
        Log.FollowingBehind(logger, changelog, behind);
    }

    /// <summary>It cannot be followed now, and is tried again later.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="isChangelogGone">The changelog is another one than before.</param>
    public void Fail(string reason, bool isChangelogGone = false)
    {
        if (turn is { } now) task!.StopFollowing(now.Turn, isChangelogGone);
        turn = null;
        if (retries.Failed()) Log.NotFollowed(logger, $"{changelog}", reason);
    }

    /// <summary>The client is placed where it should be.</summary>
    public void Placed()
    {
        // The metric would stay as it was when the task was taken over.
        if (IsRead && turn is null) StreamsMetrics.Followed(changelog, 0);
        (IsRead, readSince) = (turn is not null, time.GetTimestamp());
    }

    /// <summary>The client that reads it is gone.</summary>
    public void Drop() => (turn, IsRead) = (null, false);

    void Worked()
    {
        if (retries.Succeeded()) Log.FollowedAgain(logger, $"{changelog}");
    }
}
