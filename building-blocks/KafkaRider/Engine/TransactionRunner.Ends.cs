using Librdkafka;

namespace KafkaRider;

/// <content>What does not end well: failed batches, aborted transactions, and those in doubt.</content>
internal sealed partial class TransactionRunner
{
    int abortsInARow;

    (Producer Producer, OutputCommit Transaction, TransactionOutput Output) StartProducer()
    {
        for (var attempts = 1; ; attempts++)
        {
            var made = new TransactionOutput(settings, loop.Logger, Open, refusedCopies);
            var clientSettings = options.Transactions
                ? ClientSettings.TransactionalProducer(connection, settings, transactionalId)
                // It reports all records: with failures only, a flush notices its end up to 10 ms late.
                : ClientSettings.Producer(connection, settings);
            made.Producer = Producer.Create(clientSettings, new ProducerEvents
            {
                TokenNeeded = settings.TokenNeeded,
                Delivered = made.Delivered,
                Error = loop.Monitor.ClientError,
                Log = line => Log.ClientLine(loop.Logger, line.Level, settings.Name, line.Facility, line.Message),
            });
            try
            {
                OutputCommit commit = options.Transactions
                    ? new BrokerTransaction(made.Producer, consumer, isPretended)
                    : new AcknowledgedCommit(made.Producer, consumer, () => made.Failure);
                Again(() => commit.Initialise(CallTimeout), made.Producer);
                if (attempts > 1) loop.Monitor.Problem = null;
                return (made.Producer, commit, made);
            }
            catch (KafkaException exception)
            {
                made.Producer.Dispose();
                var wait = BackOff.After(attempts, settings.FirstBackOff, settings.LongestBackOff);
                loop.Monitor.Problem = exception.Message;
                Log.EndpointFailed(loop.Logger, exception, settings.Name, wait);
                if (stopping.WaitHandle.WaitOne(wait)) throw new OperationCanceledException(stopping);
            }
        }
    }

    /// <summary>The batch failed: its partition waits, the others of the transaction go on at once.</summary>
    void Fail(BatchInHand work, Exception exception)
    {
        var (partition, batch) = (work.Partition, work.Batch);
        Report(work, exception);
        if (IsRejection(exception)) Isolate(new TransactionBatch(partition, batch.FirstOffset, batch.Count), exception, isAlone: true);
        else
        {
            var wait = BackOff.After(++partition.Attempts, settings.FirstBackOff, settings.LongestBackOff);
            partition.FailedOffset = batch.FirstOffset;
            partition.LastError = $"attempt {partition.Attempts} failed: {exception.GetType().Name}: {exception.Message}";
            partition.RetryAt = After(wait);
            Log.BatchFailed(loop.Logger, exception, settings.Name, partition.Id, batch.FirstOffset, partition.Attempts, wait);
        }

        pending.TryAdd(partition, batch.FirstOffset);
        var leftBehind = !work.Task.IsCompleted && buffered is null;
        work.LetGo();
        Abort(exception, leftBehind);
    }

    /// <summary>Codes that say: this record will never be accepted.</summary>
    static bool IsRejection(Exception exception) => exception is KafkaException
    {
        Code: ErrorCode.MessageTooLarge or ErrorCode.BatchTooLarge or ErrorCode.InvalidRecord or ErrorCode.InvalidMessage
            or ErrorCode.InvalidTimestamp,
    };

    /// <summary>Half of the batch the next time, in a transaction of its own, until the record whose output is rejected is alone.</summary>
    /// <param name="batch">The batch that the rejection names.</param>
    /// <param name="exception">The rejection.</param>
    /// <param name="isAlone">Nobody else's output can be meant. Else it can: the broker rejects together what was sent together.</param>
    void Isolate(TransactionBatch batch, Exception exception, bool isAlone)
    {
        if (batch.Partition.Rejected is not null) return;
        Log.OutputRejected(loop.Logger, settings.Name, batch.Partition.Id, batch.FirstOffset, batch.Count, exception.Message);
        if (batch.Count == 1 && isAlone) batch.Partition.Rejected = (batch.FirstOffset, exception);
        batch.Partition.IsSuspected = true;
        batch.Partition.BatchLimit = Math.Max(1, batch.Count / 2);
    }

    /// <param name="reason">Why.</param>
    /// <param name="leftBehind">
    /// A processor did not end and may still write: only with the end of its producer are later transactions safe from it.
    /// </param>
    void Abort(Exception reason, bool leftBehind = false)
    {
        if (!open && !leftBehind)
        {
            Rewind();
            return;
        }

        Log.TransactionAborted(loop.Logger, settings.Name, reason.Message);
        try
        {
            if (leftBehind) Replace();
            else Again(() => transaction.Abort(CallTimeout), producer);
        }
        catch (KafkaException exception)
        {
            Log.AbortFailed(loop.Logger, settings.Name, exception.Message);
            Replace();
        }

        // Only now has every report come.
        if (output is { Failure: { } failure, FailedBatch: >= 0 and var number } && IsRejection(failure))
            Isolate(batches[number], failure, isAlone: batches.Count == 1);

        Withdraw(reason);
    }

    /// <summary>
    /// The transaction is gone: its records are read again, at once after the first time and while a rejected one is looked for, else with
    /// back-off.
    /// </summary>
    void Withdraw(Exception reason)
    {
        RiderMetrics.Aborted(settings, reason);
        var retryAt = 0L;
        if (!IsRejection(output.Failure ?? reason) && abortsInARow++ is > 0 and var aborts)
            retryAt = After(BackOff.After(aborts, settings.FirstBackOff, settings.LongestBackOff));
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
    bool Resolve(KafkaException reason, List<TopicPartitionOffset> positions)
    {
        Log.TransactionInDoubt(loop.Logger, settings.Name, reason.Message);
        Replace();
        var committed = positions.Count > 0 && Ask(positions[0].TopicPartition).Note == note;
        Log.TransactionResolved(loop.Logger, settings.Name, committed ? "committed" : "aborted");
        if (!committed) Withdraw(reason);
        return committed;
    }

    void Replace()
    {
        // Another process with this name has taken over: it must not be fenced in turn. The loop starts anew, later and later.
        if (producer.FatalError() is { Code: ErrorCode.Fenced or ErrorCode.ProducerFenced } fenced)
        {
            participant?.Aborted();
            throw new KafkaException(fenced.Code, $"Keeping the transactions of {transactionalId}", fenced.Reason);
        }

        SettlePositions();
        producer.Dispose();
        open = false;
        (producer, transaction, output) = StartProducer();
    }

    PartitionOffsets Ask(TopicPartition partition)
    {
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                PartitionOffsets answer = default;
                OnOtherThread.Wait(async () => answer = await probe.Ask(partition, stopping), 2 * EndpointLimits.QueryTimeout);
                if (attempts > 1) loop.Monitor.Problem = null;
                return answer;
            }
            catch (Exception exception) when (exception is KafkaException or TimeoutException)
            {
                var wait = BackOff.After(attempts, settings.FirstBackOff, settings.LongestBackOff);
                loop.Monitor.Problem = exception.Message;
                Log.TransactionInDoubt(loop.Logger, settings.Name, exception.Message);
                if (stopping.WaitHandle.WaitOne(wait)) throw new OperationCanceledException(stopping);
            }
        }
    }

    /// <summary>Back to the last commit: what the transaction had read, and what runs behind it, is read again.</summary>
    void Rewind()
    {
        foreach (var partition in pending.Keys)
        {
            foreach (var work in inHand.FindAll(work => work.Partition == partition)) work.MakeStale();
            loop.Rewind(partition);
        }

        End(committed: false);
        participant?.Aborted();
    }

    long After(TimeSpan wait) => loop.Time.GetTimestamp() + (long)(wait.TotalSeconds * loop.Time.TimestampFrequency);

    /// <summary>Makes the call again while its client asks for that.</summary>
    void Again(Action call, Producer client)
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
                client.Poll(TimeSpan.Zero);
            }
        }
    }
}
