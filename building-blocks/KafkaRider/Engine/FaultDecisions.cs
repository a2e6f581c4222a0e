using Librdkafka;

namespace KafkaRider;

/// <summary>
/// Decides what becomes of the records of one partition's batches that failed or must wait. For any thread: a typed endpoint runs keys side
/// by side.
/// </summary>
internal sealed class FaultDecisions
{
    /// <summary>Failures of a trial before it ends: one record alone may fail for a reason of its own.</summary>
    const int TrialFailures = 10;

    readonly AssignedPartition partition;
    readonly EndpointLoop loop;
    readonly RecordEndpointConfigurator settings;
    readonly FaultRules rules;
    readonly FaultGate gate;
    readonly OrderedRun? order;
    readonly bool mayHold;
    readonly Lock access = new();
    RecordBatch? batch;
    Turn turn;
    bool isHeld;
    bool isCounted;
    int asked;
    int waiting;
    int failed;

    internal FaultDecisions(AssignedPartition partition, EndpointLoop loop, Acknowledgements acknowledgements)
    {
        this.partition = partition;
        this.loop = loop;
        settings = loop.Settings;
        rules = settings.Faults;
        gate = loop.Monitor.Gate;
        order = partition.Group is { } group ? new OrderedRun(group.Order, partition.Rung) : null;
        mayHold = rules.Stop is not null || rules.Action == FaultAction.Stop;
        Copies = new FaultCopies(loop, acknowledgements, order);
    }

    internal FaultCopies Copies { get; }

    /// <summary>Whether a record of the batch was tried and succeeded, if the processor ended without an exception.</summary>
    internal bool AnySucceeded => batch!.Count > failed + waiting;

    internal void Begin(RecordBatch records, Turn how)
    {
        (batch, turn, isHeld, isCounted, asked, waiting, failed) = (records, how, false, false, 0, 0, 0);
        Copies.Begin(records);
        order?.Begin();
    }

    /// <summary>The processor has ended without an exception.</summary>
    /// <exception cref="InvalidOperationException">It did not ask before each record although their order depends on it.</exception>
    internal void End()
    {
        CountBatch();
        if (order is null || asked >= batch!.Count) return;
        throw new InvalidOperationException(
            $"{settings.Name} keeps the order of keys, but its processor asked for {asked} of {batch.Count} records whether they wait. "
            + "Call IRecordOutput.Waits before each record, in order.");
    }

    /// <summary>What ran is done; what was left of the batch runs again.</summary>
    internal void Keep() => order?.Keep();

    /// <summary>The position is past the batch.</summary>
    internal void Passed() => order?.Passed();

    /// <inheritdoc cref="IRecordOutput.Waits"/>
    internal bool Waits(in Record record)
    {
        if (order is null && !mayHold) return false;
        lock (access)
        {
            asked++;
            if (isHeld || order?.IsBehindStaying(record) == true)
            {
                waiting++;
                Leave(record);
                return true;
            }

            if (order?.Ask(record) is { } rung)
            {
                waiting++;
                order.Copied(record, rung);
                Copies.Add(FaultCopy.Waiting(record, rung, loop.Time.GetUtcNow()), record);
                return true;
            }
        }

        gate.Began(1);
        return false;
    }

    /// <inheritdoc cref="IRecordOutput.Fail"/>
    internal void Fail(in Record record, string reason, Exception error)
    {
        RiderMetrics.Faulted(settings.GroupId, record.Topic, reason);
        lock (access)
        {
            failed++;
            var isPermanent = rules.IsPermanent(error);
            if (rules.Action == FaultAction.Stop) Stop(record, reason, error);
            else if (!isPermanent && IsTripped(error)) Hold(record);
            else if (rules.Action == FaultAction.Skip) Skip(record, reason, error);
            else if (rules.Action == FaultAction.Retry && !isPermanent && NextRung(record) is { } rung) Retry(record, reason, error, rung);
            else Letter(record, reason, error);
        }
    }

    /// <inheritdoc cref="IRecordOutput.DeadLetter"/>
    internal void DeadLetter(in Record record, string reason, Exception? error)
    {
        DeadLetterTopic.Check(settings);
        lock (access)
        {
            failed++;
            Letter(record, reason, error);
        }
    }

    bool IsTripped(Exception error)
    {
        CountBatch();
        return gate.Failed(error);
    }

    /// <summary>A processor that does not ask has begun all of its batch.</summary>
    void CountBatch()
    {
        if (asked > 0 || isCounted) return;
        gate.Began(batch!.Count);
        isCounted = true;
    }

    void Hold(in Record record)
    {
        isHeld |= turn != Turn.Trial || failed >= TrialFailures;
        Leave(record);
    }

    void Stop(in Record record, string reason, Exception error)
    {
        Log.EndpointStops(loop.Logger, error, settings.Name, record.Topic, record.Partition, record.Offset, reason);
        loop.Halt(partition, $"stopped before {record.Position}: {error.GetType().Name}: {error.Message}");
        isHeld = true;
        Leave(record);
    }

    void Leave(in Record record)
    {
        batch!.Leave(record.Offset);
        order?.Stays(record);
    }

    void Skip(in Record record, string reason, Exception error)
    {
        loop.Monitor.Skipped(record.Position, error);
        Log.MessageSkipped(loop.Logger, error, settings.Name, record.Topic, record.Partition, record.Offset, reason);
    }

    int AttemptsBefore(in Record record) => partition.Rung is null ? 0 : FaultTrace.Read(record.Headers).Attempts;

    RetryRung? NextRung(in Record record) =>
        AttemptsBefore(record) is var attempts && attempts < rules.Rungs.Count ? rules.Rungs[attempts] : null;

    void Retry(in Record record, string reason, Exception error, RetryRung rung)
    {
        var attempts = AttemptsBefore(record) + 1;
        Log.Retries(loop.Logger, error, settings.Name, record.Topic, record.Partition, record.Offset, attempts, rung.Topic);
        RiderMetrics.Retried(settings, rung.Topic, reason);
        order?.Copied(record, rung);
        Copies.Add(FaultCopy.Retry(record, rung, attempts, reason, error, loop.Time.GetUtcNow()), record);
    }

    void Letter(in Record record, string reason, Exception? error) =>
        Copies.Add(FaultCopy.DeadLetter(record, settings.DeadLetterTopic!, AttemptsBefore(record) + 1, reason, error), record);
}
