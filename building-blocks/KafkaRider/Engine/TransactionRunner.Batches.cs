namespace KafkaRider;

/// <content>Batches: taken in hand, processed, put into the transaction.</content>
internal sealed partial class TransactionRunner
{
    void TakeBatches()
    {
        AssignedPartition[] owned = [.. loop.Partitions];
        turn++;
        for (var i = 0; i < owned.Length && inHand.Count < concurrency; i++)
        {
            var partition = owned[(int)((uint)(turn + i) % owned.Length)];
            if (!IsReady(partition)) continue;

            // While a failing record is looked for, its partition has transactions of its own and undoes nobody else's work.
            if (IsSuspect(partition) && open) Commit();
            if (!IsReady(partition) || Take(partition) is not { } batch) continue;
            CrashPoints.Reached?.Invoke(CrashPoint.AfterConsume);
            if (partition.Rejected is { } rejected && rejected.Offset == batch.FirstOffset) GiveUp(partition, batch, rejected.Error);
            else if (buffered is not null) RunBuffered(partition, batch);
            else RunDirect(partition, batch);
            if (IsSuspect(partition) && open) Commit();
            else CommitIfDue();
        }
    }

    bool IsSuspect(AssignedPartition partition) =>
        partition.IsSuspected
        || partition.Rejected is not null
        || partition.BatchLimit < settings.BatchSize
        || (buffered is null && partition.Attempts > 0);

    RecordBatch? Take(AssignedPartition partition)
    {
        var batch = partition.SpareBatch
            ?? new RecordBatch(partition.Id.Topic, partition.Id.Partition, settings.GroupId, settings.BatchSize);
        if (!partition.Take(batch)) return null;
        partition.SpareBatch = null;
        batch.Narrow(partition.BatchLimit);
        if (partition.Rejected is not { } rejected) return batch;

        // Alone when it comes first, else not in this batch.
        var before = 0;
        while (before < batch.Count && batch[before].Offset < rejected.Offset) before++;
        batch.Narrow(Math.Max(1, before));
        return batch;
    }

    /// <summary>The broker does not take what this record's processing produces: the endpoint's rule for faults decides.</summary>
    void GiveUp(AssignedPartition partition, RecordBatch batch, Exception error)
    {
        const string reason = "rejected";
        var work = new BatchInHand(partition, batch, loop.Time.GetTimestamp());
        inHand.Add(work);
        try
        {
            BeginOutput(partition, batch, batch.Count);
            output.Fail(batch[0], reason, error);
        }
        catch (Exception exception)
        {
            work.Task = Task.FromException(exception);
        }

        Settle(work);
    }

    void RunDirect(AssignedPartition partition, RecordBatch batch)
    {
        var work = new BatchInHand(partition, batch, loop.Time.GetTimestamp()) { Span = RiderTraces.StartBatch(settings, batch) };
        inHand.Add(work);
        BeginOutput(partition, batch, batch.Count);
        work.Task = Process(batch, partition.Cancelled);

        // Inside, partitions may be revoked, which settles this batch.
        while (inHand.Contains(work) && !work.WaitFor(EndpointLimits.AttentiveWait)) loop.TakeIn(TimeSpan.Zero);
        Settle(work);
    }

    Task Process(RecordBatch batch, CancellationToken cancelled)
    {
        try
        {
            var task = settings.Processor!.Process(batch, output, cancelled);
            return task.IsCompletedSuccessfully ? Task.CompletedTask : task.AsTask();
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    void RunBuffered(AssignedPartition partition, RecordBatch batch)
    {
        var now = loop.Time.GetTimestamp();
        var outcome = new BatchOutcome(batch, loop.Time, After(options.CommitInterval));
        inHand.Add(new BatchInHand(partition, batch, now)
        {
            Outcome = outcome,
            Task = Task.Run(() => buffered!.Run(batch, outcome, partition.Cancelled)),
        });
    }

    void SettleEnded()
    {
        if (buffered is null) return;
        foreach (var work in inHand.FindAll(work => work.Task.IsCompleted))
        {
            // As in TakeBatches. A commit that fails makes the batch stale, if it comes behind what was not committed.
            if (IsSuspect(work.Partition) && open) Commit();
            Settle(work);
            if (IsSuspect(work.Partition) && open) Commit();
        }
    }

    /// <summary>Puts the batch into the transaction, or drops it, and lets go of its records.</summary>
    void Settle(BatchInHand work)
    {
        if (!inHand.Remove(work)) return;
        var failure = work.Failure() ?? (work.Outcome is null ? output.Failure : null);
        if (work.IsStale)
        {
            Report(work, failure ?? new OperationCanceledException("The transaction was aborted meanwhile."));
            work.LetGo();
        }
        else if (failure is not null) Fail(work, failure);
        else if (work.Outcome is { } outcome) Accept(work, outcome);
        else Include(work, work.Batch.Count);
    }

    void Accept(BatchInHand work, BatchOutcome outcome)
    {
        var (partition, batch) = (work.Partition, work.Batch);
        if (outcome.Failure is { } error) Count(partition, batch[outcome.Done].Offset, error, outcome);
        if (outcome.Done > 0)
        {
            try
            {
                BeginOutput(partition, batch, outcome.Done);
                outcome.Emit(output);
            }
            catch (Exception exception)
            {
                if (IsRejection(exception)) partition.Rejected = (batch[outcome.Emitting].Offset, exception);
                Fail(work, exception);
                return;
            }
        }

        Include(work, outcome.Done);
    }

    /// <summary>One more attempt has failed: the record waits, alone and with its partition, or is given up.</summary>
    void Count(AssignedPartition partition, long offset, Exception error, BatchOutcome outcome)
    {
        if (partition.FailedOffset != offset) partition.Attempts = 0;
        (partition.FailedOffset, partition.Attempts) = (offset, partition.Attempts + 1);
        if (partition.Attempts >= options.AttemptLimit || options.IsPermanent(error))
        {
            outcome.GiveUp();
            return;
        }

        var wait = BackOff.After(partition.Attempts, options.FirstBackOff, options.LongestBackOff);
        partition.LastError = $"attempt {partition.Attempts} failed: {error.GetType().Name}: {error.Message}";
        partition.RetryAt = After(wait);
        partition.BatchLimit = 1;
        Log.BatchFailed(loop.Logger, error, settings.Name, partition.Id, offset, partition.Attempts, wait);
    }

    void BeginOutput(AssignedPartition partition, RecordBatch batch, int count)
    {
        output.Batch = batches.Count;
        batches.Add(new TransactionBatch(partition, batch.FirstOffset, count));
    }

    /// <summary>The first records of the batch are in the transaction; the others come next.</summary>
    void Include(BatchInHand work, int count)
    {
        var (partition, batch) = (work.Partition, work.Batch);
        if (count > 0)
        {
            batch.Narrow(count);
            Open();
            pending[partition] = batch[count - 1].Offset + 1;
            records += count;
            for (var i = 0; i < count; i++) bytes += AssignedPartition.Size(batch[i]);
            Report(work, null);
            CrashPoints.Reached?.Invoke(CrashPoint.AfterProduce);
        }

        batch.DropFirst(count);
        partition.EndWork();
        if (loop.Partitions.Contains(partition)) partition.SpareBatch = batch;
        else batch.Release();
    }

    void Report(BatchInHand work, Exception? failure)
    {
        RiderMetrics.Processed(settings, work.Batch, loop.Time.GetElapsedTime(work.Since), failure);
        RiderTraces.End(work.Span, settings, work.Batch, failure);
    }
}
