using Librdkafka;

namespace KafkaRider;

/// <content>What operators and faults ask for: hold, release, move.</content>
internal sealed partial class EndpointLoop
{
    readonly List<PartitionMove> moves = [];

    /// <summary>
    /// Stops the endpoint until somebody resumes it, this partition at once: for faults that must not be passed. Safe for any thread.
    /// </summary>
    internal void Halt(AssignedPartition partition, string reason)
    {
        monitor.Holds.Hold(partition: null, reason);
        partition.Hold(monitor.Holds.ReasonFor(partition.Id));
        Post(ApplyHolds);
    }

    /// <summary>Holds have changed.</summary>
    internal void ApplyHolds()
    {
        foreach (var partition in partitions)
            if (partition.Hold(monitor.Holds.ReasonFor(partition.Id))) runner!.Start(partition);
    }

    /// <summary>Begins a move: nothing of the old position starts any more.</summary>
    internal void Move(PartitionMove move)
    {
        if (partitions.Find(partition => partition.Id == move.Partition) is not { } leaving)
        {
            move.IsNotOwned();
            return;
        }

        leaving.Drain();
        moves.Add(move);
    }

    /// <summary>The broker's answers come on another thread, so that one that does not answer holds up nobody else.</summary>
    internal Task<T> Ask<T>(Func<Consumer, T> question, CancellationToken cancellationToken) => probe!.Ask(question, cancellationToken);

    /// <summary>Partitions whose work has ended go to where they were sent.</summary>
    void EndMoves()
    {
        for (var i = moves.Count - 1; i >= 0; i--)
        {
            var move = moves[i];
            var leaving = partitions.Find(partition => partition.Id == move.Partition);
            if (leaving is not null && runner!.IsWorkingOn(leaving)) continue;
            moves.RemoveAt(i);
            if (leaving is null)
            {
                move.IsNotOwned();
                continue;
            }

            runner!.Finish([leaving], settings.RevokeTimeout);
            if (Replace(leaving) is not { } anew) continue;
            (anew.Committed, anew.LowWatermark, anew.HighWatermark) = (leaving.Committed, leaving.LowWatermark, leaving.HighWatermark);
            Place(anew, move.Offset);
            Log.PartitionMoved(logger, settings.Name, leaving.Id, move.Offset);
            move.Done.TrySetResult();
        }
    }

    /// <summary>At once, unless what waits in the retry topics must be known before.</summary>
    void Place(AssignedPartition partition, long offset)
    {
        if (partition.Group is null)
        {
            partition.Place(offset);
            return;
        }

        partition.StartAt = offset;
        _ = PlaceWhenKnown(partition);
    }

    void AbandonMoves()
    {
        foreach (var move in moves) move.IsNotOwned();
        moves.Clear();
    }
}

/// <summary>A partition on its way to another offset.</summary>
internal sealed record PartitionMove(TopicPartition Partition, long Offset)
{
    internal TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void IsNotOwned() => Done.TrySetException(new InvalidOperationException(
        $"{Partition} is not owned by this instance. Ask the one that owns it, or try again after the rebalance."));
}
