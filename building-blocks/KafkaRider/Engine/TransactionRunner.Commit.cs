using Librdkafka;

namespace KafkaRider;

/// <content>The ends of a transaction: committed, aborted, in doubt.</content>
internal sealed partial class TransactionRunner
{
    /// <summary>How long one call of the transaction may take, and how often it is made again while the broker asks for that.</summary>
    static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    static readonly TimeSpan RetryLimit = TimeSpan.FromSeconds(10);

    int abortsInARow;

    Producer StartProducer()
    {
        for (var attempts = 1; ; attempts++)
        {
            var made = Producer.Create(ClientSettings.TransactionalProducer(connection, settings, transactionalId), new ProducerEvents
            {
                TokenNeeded = settings.TokenNeeded,
                Delivered = output.Delivered,
                Error = loop.Monitor.ClientError,
                Log = line => Log.ClientLine(loop.Logger, line.Level, settings.Name, line.Facility, line.Message),
            });
            try
            {
                Again(() => made.InitTransactions(CallTimeout));
                return made;
            }
            catch (KafkaException exception)
            {
                made.Dispose();
                var wait = BackOff.After(attempts, settings.FirstBackOff, settings.LongestBackOff);
                loop.Monitor.Problem = exception.Message;
                Log.EndpointFailed(loop.Logger, exception, settings.Name, wait);
                if (stopping.WaitHandle.WaitOne(wait)) throw new OperationCanceledException(stopping);
            }
        }
    }

    void Begin()
    {
        producer.BeginTransaction();
        open = true;
        openedAt = loop.Time.GetTimestamp();
        records = 0;
        bytes = 0;
    }

    void CommitIfDue()
    {
        if (!open || processing is not null) return;
        if (records >= options.RecordLimit || bytes >= options.ByteLimit || Remaining() == TimeSpan.Zero) Commit();
    }

    void Commit()
    {
        var started = loop.Time.GetTimestamp();
        var offsets = pending.Select(entry => new TopicPartitionOffset(entry.Key.Id.Topic, entry.Key.Id.Partition, entry.Value)).ToList();
        try
        {
            using (var metadata = consumer.GroupMetadata())
            {
                if (offsets.Count > 0) Again(() => producer.SendOffsetsToTransaction(offsets, metadata, CallTimeout));
            }

            Again(() => producer.CommitTransaction(CallTimeout));
        }
        catch (KafkaException exception) when (exception.TransactionRequiresAbort)
        {
            Abort(exception);
            return;
        }
        catch (KafkaException exception)
        {
            Resolve(exception);
            return;
        }

        RiderMetrics.Committed(settings, loop.Time.GetElapsedTime(started));
        Committed();
    }

    void Committed()
    {
        foreach (var (partition, offset) in pending)
        {
            partition.Advance(offset);
            partition.Committed = offset;
            partition.Attempts = 0;
            partition.LastError = null;
        }

        open = false;
        abortsInARow = 0;
        pending.Clear();
        output.Committed();
    }

    /// <summary>The batch failed: its partition waits, the others of the transaction go on at once.</summary>
    void Fail(AssignedPartition partition, long offset, Exception exception)
    {
        var wait = BackOff.After(++partition.Attempts, settings.FirstBackOff, settings.LongestBackOff);
        partition.LastError = $"attempt {partition.Attempts} failed: {exception.GetType().Name}: {exception.Message}";
        partition.RetryAt = After(wait);
        pending.TryAdd(partition, offset);
        Log.BatchFailed(loop.Logger, exception, settings.Name, partition.Id, offset, partition.Attempts, wait);
        if (open) Abort(exception);
        else Rewind();
    }

    void Abort(Exception reason)
    {
        Log.TransactionAborted(loop.Logger, settings.Name, reason.Message);
        try
        {
            Again(() => producer.AbortTransaction(CallTimeout));
            open = false;
        }
        catch (KafkaException exception)
        {
            Log.AbortFailed(loop.Logger, settings.Name, exception.Message);
            Replace();
        }

        Withdraw(reason);
    }

    /// <summary>The transaction is gone: its records are read again, at once after the first time, with back-off after that.</summary>
    void Withdraw(Exception reason)
    {
        RiderMetrics.Aborted(settings);
        var retryAt = abortsInARow == 0 ? 0 : After(BackOff.After(abortsInARow, settings.FirstBackOff, settings.LongestBackOff));
        abortsInARow++;
        foreach (var partition in pending.Keys)
        {
            partition.RetryAt = Math.Max(partition.RetryAt, retryAt);
            if (retryAt > 0) partition.LastError ??= reason.Message;
        }

        Rewind();
    }

    /// <summary>
    /// The broker may have committed or not. A new producer of the same name ends the old transaction one way or the other; after that the
    /// group's offsets, which are part of it, tell which.
    /// </summary>
    void Resolve(KafkaException reason)
    {
        Log.TransactionInDoubt(loop.Logger, settings.Name, reason.Message);
        Replace();
        var committed = pending.All(entry => GroupOffset(entry.Key) == entry.Value);
        Log.TransactionResolved(loop.Logger, settings.Name, committed ? "committed" : "aborted");
        if (committed) Committed();
        else Withdraw(reason);
    }

    void Replace()
    {
        producer.Dispose();
        open = false;
        producer = StartProducer();
    }

    long? GroupOffset(AssignedPartition partition)
    {
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                PartitionOffsets answer = default;
                OnOtherThread.Wait(
                    async () => answer = await probe.Ask(partition.Id, stopping), 2 * EndpointLimits.QueryTimeout);
                return answer.Committed;
            }
            catch (Exception exception) when (exception is KafkaException or TimeoutException)
            {
                var wait = BackOff.After(attempts, settings.FirstBackOff, settings.LongestBackOff);
                Log.TransactionInDoubt(loop.Logger, settings.Name, exception.Message);
                if (stopping.WaitHandle.WaitOne(wait)) throw new OperationCanceledException(stopping);
            }
        }
    }

    /// <summary>Back to the last commit: what the transaction had read is read again.</summary>
    void Rewind()
    {
        foreach (var partition in pending.Keys) loop.Rewind(partition);
        pending.Clear();
        output.Aborted();
    }

    long After(TimeSpan wait) => loop.Time.GetTimestamp() + (long)(wait.TotalSeconds * loop.Time.TimestampFrequency);

    /// <summary>Makes the call again while the client asks for that.</summary>
    void Again(Action call)
    {
        var started = loop.Time.GetTimestamp();
        while (true)
        {
            try
            {
                call();
                return;
            }
            catch (KafkaException exception) when (exception.IsRetriable && loop.Time.GetElapsedTime(started) < RetryLimit)
            {
                producer?.Poll(TimeSpan.Zero);
            }
        }
    }
}
