using Librdkafka;

namespace KafkaRider;

/// <content>The transaction from its beginning to its commit.</content>
internal sealed partial class TransactionRunner
{
    /// <summary>How long one call of the transaction may take, and how often it is made again while the broker asks for that.</summary>
    static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long outputs outside of a transaction may take to be acknowledged: as long as a transaction may.</summary>
    static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(10);

    static readonly TimeSpan RetryLimit = TimeSpan.FromSeconds(10);

    readonly string runId;

    /// <summary>Names a transaction in the offsets that it commits, so that one in doubt is found there or not.</summary>
    string note = "";

    long transactions;

    /// <summary>Begins a transaction unless one is open. By the loop's thread, or by the processor's while the loop waits for it.</summary>
    void Open()
    {
        if (open) return;
        transaction.Begin();
        open = true;
        openedAt = loop.Time.GetTimestamp();
        loop.Monitor.TransactionOpenedAt = openedAt;
        records = 0;
        bytes = 0;
    }

    void CommitIfDue()
    {
        // Only a record processor's batch in hand is in the transaction.
        if (!open || (buffered is null && inHand.Count > 0)) return;
        if (UntilCommit() == TimeSpan.Zero || records >= options.RecordLimit || bytes >= options.ByteLimit) Commit();
    }

    /// <summary>
    /// How long the open transaction still takes records in: for the interval, and where acknowledgements must be waited for, until they
    /// are here, but no longer than another interval. Meanwhile records are processed, which would wait behind the commit.
    /// </summary>
    TimeSpan UntilCommit()
    {
        var left = Left(openedAt, options.CommitInterval);
        if (left > TimeSpan.Zero || transaction.IsAcknowledged) return left;
        var longest = Left(openedAt, 2 * options.CommitInterval);
        return longest < EndpointLimits.AcknowledgementWait ? longest : EndpointLimits.AcknowledgementWait;
    }

    void Commit()
    {
        var started = loop.Time.GetTimestamp();
        note = $"{runId}/{++transactions}";
        List<TopicPartitionOffset> positions;
        try
        {
            output.Batch = TransactionOutput.NoBatch;
            if (participant is not null)
            {
                transaction.BeforeChanges(FlushTimeout);
                participant.BeforeCommit(output);
            }
            positions = Positions();
            Again(() => transaction.AddPositions(positions, CallTimeout), producer);
        }
        catch (Exception exception)
        {
            Abort(exception);
            return;
        }

        CrashPoints.Reached?.Invoke(CrashPoint.AfterOffsets);
        if (!Ended(positions)) return;
        CrashPoints.Reached?.Invoke(CrashPoint.AfterCommit);
        RiderMetrics.Committed(settings, loop.Time.GetElapsedTime(started));
        Committed(positions);
    }

    /// <summary>True when the broker has committed; else what follows from its answer, or from none, is done.</summary>
    bool Ended(List<TopicPartitionOffset> positions)
    {
        try
        {
            Again(() => transaction.Commit(CallTimeout), producer);
            Again(() => transaction.CommitPositions(positions, CallTimeout), producer);
            return true;
        }
        catch (KafkaException exception) when (exception.TransactionRequiresAbort)
        {
            Abort(exception);
            return false;
        }
        catch (KafkaException exception)
        {
            return Resolve(exception, positions);
        }
    }

    /// <summary>Waits for the positions of the last commit.</summary>
    /// <returns>False when the group may not have them.</returns>
    bool SettlePositions()
    {
        try
        {
            transaction.Settle(CallTimeout);
            return true;
        }
        catch (KafkaException exception)
        {
            Log.CommitFailed(loop.Logger, settings.Name, exception.Message);
            return false;
        }
    }

    /// <summary>
    /// Of all partitions, also when only some had records, or none and a timer wrote: the broker takes them only from the member that
    /// owns the partitions now.
    /// </summary>
    List<TopicPartitionOffset> Positions()
    {
        List<TopicPartitionOffset> positions = [];
        foreach (var partition in loop.Partitions)
        {
            var position = pending.TryGetValue(partition, out var next) ? next : partition.Position;
            if (position is { } offset)
                positions.Add(new TopicPartitionOffset(partition.Id.Topic, partition.Id.Partition, offset) { Metadata = note });
        }

        return positions;
    }

    void Committed(List<TopicPartitionOffset> positions)
    {
        foreach (var partition in loop.Partitions)
            if (!pending.ContainsKey(partition) && partition.Position is { } position) partition.Committed = position;
        foreach (var (partition, offset) in pending)
        {
            partition.Advance(offset);
            partition.Committed = offset;
            partition.IsSuspected = false;
            if (partition.Rejected is { } rejected && offset > rejected.Offset) partition.Rejected = null;
            if (offset <= partition.FailedOffset) continue;
            partition.Attempts = 0;
            partition.LastError = null;
            partition.BatchLimit = Math.Min(Math.Min(partition.BatchLimit, settings.BatchSize) * 2, settings.BatchSize);
        }

        abortsInARow = 0;
        End(committed: true);
        participant?.Committed(positions);
        settings.Handlers.TellCommitted(positions, ErrorCode.NoError, loop.Logger, settings.Name);
    }

    void End(bool committed)
    {
        open = false;
        loop.Monitor.TransactionOpenedAt = null;
        pending.Clear();
        batches.Clear();
        output.Ended(committed);
    }
}
