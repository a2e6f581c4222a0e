using Librdkafka;

namespace KafkaRider;

/// <content>Partitions come, are placed, paused, resumed, and go.</content>
internal sealed partial class EndpointLoop
{
    const string Cooperative = "COOPERATIVE";

    long placedSince;

    ConsumerEvents Events() => new()
    {
        Assigned = (_, assigned) => Assign(assigned),
        Revoked = (_, revoked) => Revoke(revoked),
        Lost = (_, lost) => Lose(lost),
        PartitionEnd = Ended,
        TokenNeeded = settings.TokenNeeded,
        Statistics = settings.Handlers.StatisticsHandler(logger, settings.Name),
        Error = error =>
        {
            if (error.IsFatal) fatal = error;
            monitor.ClientError(error);
        },
        Log = line => Log.ClientLine(logger, line.Level, settings.Name, line.Facility, line.Message),
    };

    /// <summary>
    /// Takes partitions in. The client is told of each only when its start offset is known: nothing is fetched at a place where it would be
    /// thrown away, and a fetch that waits for records does not hold up the first one that counts.
    /// </summary>
    void Assign(IReadOnlyList<TopicPartition> assigned)
    {
        Log.Assigned(logger, settings.Name, string.Join(", ", assigned));
        RiderMetrics.Rebalanced(settings, "assigned");
        consumer!.AssignFrom([]);
        var groups = OrderGroup.Of(assigned, settings.Faults);
        foreach (var id in assigned)
        {
            var partition = New(id, groups?[id.Partition]);
            partitions.Add(partition);
            _ = PlaceWhenKnown(partition);
        }

        Publish();
        monitor.Problem = null;
        monitor.State = EndpointState.Running;
        ready!.TrySetResult();
    }

    AssignedPartition New(TopicPartition id, OrderGroup? group)
    {
        var rung = settings.Faults.Rung(id.Topic);
        var partition = new AssignedPartition(id)
        {
            Rung = rung,
            Delay = rung is null ? null : new RetryDelay(rung, time),
            Group = group,
        };
        partition.Hold(monitor.Holds.ReasonFor(id));
        return partition;
    }

    void Revoke(IReadOnlyList<TopicPartition> revoked)
    {
        Log.Revoked(logger, settings.Name, string.Join(", ", revoked));
        RiderMetrics.Rebalanced(settings, "revoked");
        var leaving = Leaving(revoked);
        var isOwner = Finish(leaving, settings.RevokeTimeout);
        TellProcessor(leaving, (lifecycle, id, limit) => isOwner ? lifecycle.Revoked(id, limit) : lifecycle.Lost(id, limit));
        Remove(leaving);
        Unassign(leaving);
    }

    void Lose(IReadOnlyList<TopicPartition> lost)
    {
        Log.Lost(logger, settings.Name, string.Join(", ", lost));
        RiderMetrics.Rebalanced(settings, "lost");
        var leaving = Leaving(lost);
        runner!.Lose(leaving);
        TellProcessor(leaving, (lifecycle, id, limit) => lifecycle.Lost(id, limit));
        Remove(leaving);
        Unassign(leaving);
    }

    void Unassign(List<AssignedPartition> leaving)
    {
        leaving.ForEach(ResumeBeforeAssignment);
        if (consumer!.RebalanceProtocol == Cooperative)
            consumer.IncrementalUnassign(leaving.Where(partition => partition.IsTaken).Select(partition => partition.Id));
        else consumer.Unassign();
    }

    /// <summary>The client keeps a partition paused over its next assignment, and nobody here would know then.</summary>
    void ResumeBeforeAssignment(AssignedPartition partition)
    {
        if (partition is { IsTaken: true, IsPaused: true }) consumer!.Resume(partition.Id);
    }

    List<AssignedPartition> Leaving(IReadOnlyList<TopicPartition> ids) => partitions.FindAll(partition => ids.Contains(partition.Id));

    bool Finish(IReadOnlyList<AssignedPartition> leaving, TimeSpan timeout)
    {
        foreach (var partition in leaving) partition.Drain();
        return runner!.Finish(leaving, timeout);
    }

    void TellProcessor(
        List<AssignedPartition> leaving, Func<IPartitionLifecycle, TopicPartition, CancellationToken, ValueTask> what)
    {
        if (settings.Processor is not IPartitionLifecycle lifecycle) return;
        foreach (var partition in leaving) lifecycle.Stopped(partition.Id);
        foreach (var partition in leaving)
        {
            using var limit = new CancellationTokenSource(EndpointLimits.RevokedTimeout, time);
            try
            {
                OnOtherThread.Wait(() => what(lifecycle, partition.Id, limit.Token), EndpointLimits.RevokedTimeout);
            }
            catch (Exception exception)
            {
                Log.RevokedFailed(logger, exception, settings.Name, partition.Id);
            }
        }
    }

    void Remove(List<AssignedPartition> leaving)
    {
        foreach (var partition in leaving)
        {
            Abandon(partition);
            partitions.Remove(partition);
        }

        Publish();
    }

    void Publish()
    {
        byTopic.Clear();
        (lastTopic, lastTopicPartitions) = ("", []);
        foreach (var topic in partitions.GroupBy(partition => partition.Id.Topic))
        {
            var slots = new AssignedPartition?[topic.Max(partition => partition.Id.Partition) + 1];
            foreach (var partition in topic) slots[partition.Id.Partition] = partition;

            // Records name their topic by the interned string: finding its partitions compares references.
            byTopic[string.Intern(topic.Key)] = slots;
        }

        RiderMetrics.PartitionsChanged(settings, partitions.Count - monitor.Partitions.Length);
        monitor.Partitions = [.. partitions];
    }

    /// <summary>
    /// Places a partition anew, as if it had just been assigned. What the client still delivers for it until then is thrown away: the new
    /// object is not placed yet. Eagerly, the next assignment replaces it; cooperatively, it must leave before it can be assigned again.
    /// Where the order of keys is kept, all partitions of its number start anew: together they know who waits.
    /// </summary>
    internal void Restart(AssignedPartition partition)
    {
        if (Replace(partition) is { } anew) _ = PlaceWhenKnown(anew);
    }

    /// <summary>The new object in the place of one that is not to be used any more; null when that has left already.</summary>
    AssignedPartition? Replace(AssignedPartition partition)
    {
        if (!partitions.Contains(partition)) return null;
        var group = partition.Group?.Anew(settings.Faults);
        var others = partitions.FindAll(other => group is not null && other.Group == partition.Group && other != partition);
        if (others.Count > 0) Finish(others, settings.RevokeTimeout);
        foreach (var old in (AssignedPartition[])[partition, .. others])
        {
            Abandon(old);
            ResumeBeforeAssignment(old);
            if (old.IsTaken && consumer!.RebalanceProtocol == Cooperative) consumer.IncrementalUnassign(old.Id);
            partitions[partitions.IndexOf(old)] = New(old.Id, group);
        }

        Publish();
        foreach (var other in others) _ = PlaceWhenKnown(partitions.Find(anew => anew.Id == other.Id)!);
        return partitions.Find(anew => anew.Id == partition.Id);
    }

    void Pause(AssignedPartition partition)
    {
        if (partition.IsPaused) return;
        consumer!.Pause(partition.Id);
        partition.IsPaused = true;
    }

    /// <summary>Back to the last position that counts; the records behind it are read again.</summary>
    internal void Rewind(AssignedPartition partition)
    {
        if (!partitions.Contains(partition) || partition.Position is not { } position) return;
        Pause(partition);
        partition.IsPlaced = false;
        partition.DropQueue();
        partition.Place(position);
    }

    /// <summary>The end of the log: transaction markers before it are done when every record is.</summary>
    void Ended(TopicPartitionOffset end)
    {
        if (Find(string.Intern(end.Topic), end.Partition) is { IsPlaced: true } partition) partition.EndOffset = end.Offset;
    }

    /// <summary>What a partition needs in each turn: its end, its resumption.</summary>
    void Settle(AssignedPartition partition)
    {
        if (partition.Position >= partition.FetchOffset) partition.Advance(partition.EndOffset);
        if (!partition.IsPaused || !partition.IsTaken || partition.RetryAt > time.GetTimestamp()) return;
        if (partition.IsFull(RecordLimit(partition, ResumeFraction), ByteLimit(partition, ResumeFraction))) return;
        Resume(partition);
    }

    /// <summary>
    /// Gives partitions whose start is known to the client. An eager assignment can only be replaced as a whole, which throws away what was
    /// fetched for the others; so there the first ones wait a moment for the rest.
    /// </summary>
    void TakePlaced()
    {
        var placed = partitions.FindAll(partition => partition is { IsTaken: false, StartOffset: not null });
        if (placed.Count == 0) return;
        var cooperative = consumer!.RebalanceProtocol == Cooperative;
        if (!cooperative && partitions.Exists(partition => partition.StartOffset is null))
        {
            if (placedSince == 0) placedSince = time.GetTimestamp();
            if (time.GetElapsedTime(placedSince) < EndpointLimits.PlacingWait) return;
        }

        placedSince = 0;
        if (!cooperative) placed = partitions.FindAll(partition => partition.StartOffset is not null);
        placed.ForEach(ResumeBeforeAssignment);
        var positions = placed.Select(partition => partition.NextToFetch);
        if (cooperative) consumer.IncrementalAssign(positions);
        else consumer.Assign(positions);
        foreach (var partition in placed)
        {
            if (!partition.IsTaken && settings.Processor is IPartitionLifecycle lifecycle) lifecycle.Running(partition.Id);
            (partition.IsTaken, partition.IsPlaced, partition.IsPaused) = (true, true, false);
        }
    }

    /// <summary>
    /// Goes on where the queue ends. Always by a seek: a pause of a partition that has not been polled since its last seek would otherwise
    /// go on at the position before that seek.
    /// </summary>
    void Resume(AssignedPartition partition)
    {
        try
        {
            consumer!.Resume(partition.Id);
            consumer.Seek(partition.NextToFetch);
            partition.IsPlaced = true;
            partition.IsPaused = false;
        }
        catch (KafkaException exception) when (exception.Code is ErrorCode.State or ErrorCode.InProgress or ErrorCode.PreviousInProgress
            or ErrorCode.TimedOut)
        {
            // The assignment or an earlier seek is still under way inside the client: the next turn tries again.
            consumer!.Pause(partition.Id);
        }
    }
}
