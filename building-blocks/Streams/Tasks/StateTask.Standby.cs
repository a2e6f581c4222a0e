using Librdkafka;

namespace Streams;

/// <content>What the standby does with a task that is not assigned to this instance, on its own thread.</content>
sealed partial class StateTask
{
    static readonly Task<long> NothingAsked = Task.FromResult(0L);

    bool isFollowed;
    long followedEnd;

    /// <summary>What this instance does with it.</summary>
    public TaskRole Role => IsRunning ? TaskRole.Running
        : ownership.IsAssigned ? TaskRole.Restoring
        : isFollowed ? TaskRole.Standby
        : TaskRole.Kept;

    /// <summary>
    /// Begins to follow the changelog. Where a copy is downloaded for that, an assignment waits for it, as it would need the same one.
    /// </summary>
    /// <param name="clusterId">The cluster at hand.</param>
    /// <param name="cancellationToken">Ends the download of a copy.</param>
    /// <returns>The turn and the first offset to read for it; null: the task is the endpoint's.</returns>
    /// <exception cref="KafkaException">The changelog is not there, or nobody answers.</exception>
    public (long Turn, long From)? BeginToFollow(string clusterId, CancellationToken cancellationToken)
    {
        // Looked at first, so as not to wait for a restore.
        if (ownership.IsAssigned) return null;
        long turn;
        lock (ownership.Gate)
        {
            if (ownership.IsAssigned) return null;
            turn = ownership.Turn;
            Note(checkpoints.End());
        }
        // Nobody is kept out while the broker is asked. In the same turn nobody moves the position beyond this end either.
        var (low, end) = ends.Of(changelog);
        lock (ownership.Gate)
        {
            if (!IsFollowers(turn)) return null;
            Begin(clusterId, end, cancellationToken);
            var from = Math.Max(low, held.Offset);
            Log.Following(logger, changelog, from, end);
            (isFollowed, followedEnd) = (true, end);
            return (turn, from);
        }
    }

    /// <summary>Applies the next committed records.</summary>
    /// <returns>False when the turn is over: they are not applied.</returns>
    public bool Follow(long turn, ReadOnlySpan<RecordMessage> records)
    {
        lock (ownership.Gate)
        {
            // Too old: the broker was away for so long that what is read next may lack tombstones.
            if (!IsFollowers(turn) || held.IsTooOld) return false;
            foreach (var message in records) held.Apply(message.AsRecord());
        }
        TaskCrashPoints.Reached?.Invoke(TaskCrashPoint.Followed);
        return true;
    }

    /// <summary>Everything that is committed before an offset was read.</summary>
    /// <returns>False when the turn is over.</returns>
    public bool FollowTo(long turn, long end)
    {
        lock (ownership.Gate)
        {
            // Where nothing was written since nothing can be missing, however long ago that is.
            if (!IsFollowers(turn) || (end > held.Offset && held.IsTooOld)) return false;
            held.Reach(end, time.GetUtcNow());
            return true;
        }
    }

    /// <summary>Takes the next step of a checkpoint, where one is due. It is never copied, as it does not know the task's input.</summary>
    /// <returns>True while one is being taken.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public bool AdvanceStandbyCheckpoint(long turn)
    {
        lock (ownership.Gate)
        {
            if (!IsFollowers(turn)) return false;
            if (!checkpoints.IsBegun && !checkpoints.IsDue(settings.CheckpointInterval, held.AsOf)) return false;
            Note(checkpoints.Advance(() => NothingAsked, _ => held.Describe()));
            return checkpoints.IsBegun;
        }
    }

    /// <summary>Ends the following for now.</summary>
    /// <param name="turn">Of which turn.</param>
    /// <param name="isChangelogGone">What was read of the changelog counts for nothing.</param>
    public void StopFollowing(long turn, bool isChangelogGone)
    {
        lock (ownership.Gate)
        {
            isFollowed = false;
            if (isChangelogGone && IsFollowers(turn)) held.Forget();
        }
    }

    /// <summary>Takes note of where the changelog ends.</summary>
    /// <returns>How far the task is behind.</returns>
    public long Behind(long end)
    {
        followedEnd = end;
        return Math.Max(0, end - held.Offset);
    }

    /// <summary>The turn is not over. A true answer holds under the gate only.</summary>
    public bool IsFollowers(long turn) => !ownership.IsAssigned && ownership.Turn == turn;

    TaskStatistics Snapshot() => Role != TaskRole.Standby
        ? statistics
        : statistics with
        {
            Entries = held.Store.Entries,
            FollowedOffset = held.Offset,
            Lag = Math.Max(0, followedEnd - held.Offset),
        };
}
