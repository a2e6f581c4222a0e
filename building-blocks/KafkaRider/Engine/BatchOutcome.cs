namespace KafkaRider;

/// <summary>
/// What became of each record of a batch that ran outside of the transaction, and how far the batch counts: up to the first record that was
/// not begun, or failed and may be tried again. What others behind that one did is forgotten; they come again.
/// </summary>
/// <param name="batch">The batch.</param>
/// <param name="time">The clock.</param>
/// <param name="deadline">A timestamp of the clock; no record that is not needed for a gapless beginning is begun after it.</param>
internal sealed class BatchOutcome(RecordBatch batch, TimeProvider time, long deadline)
{
    const string Malformed = "malformed";
    const string Failed = "failed";

    readonly Lock gate = new();
    readonly IReadOnlyList<EnlistedRecord>?[] outputs = new IReadOnlyList<EnlistedRecord>?[batch.Count];
    readonly EnlistedMessage?[] messages = new EnlistedMessage?[batch.Count];
    readonly Exception?[] failures = new Exception?[batch.Count];
    int highest = -1;

    /// <summary>Records that count, from the first of the batch.</summary>
    internal int Done { get; private set; } = batch.Count;

    /// <summary>Why the record behind them failed; null when it did not.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>The record whose output is being put into the transaction.</summary>
    internal int Emitting { get; private set; }

    /// <summary>Asks before a record is begun. Nothing behind the end of the batch begins any more.</summary>
    internal bool MayBegin(int index, CancellationToken cancelled)
    {
        lock (gate)
        {
            if (index >= Done) return false;
            if (cancelled.IsCancellationRequested || (index > highest && index > 0 && time.GetTimestamp() > deadline))
            {
                EndBefore(index, null);
                return false;
            }

            highest = Math.Max(highest, index);
            return true;
        }
    }

    internal void Succeeded(int index, IReadOnlyList<EnlistedRecord> output, EnlistedMessage? message)
    {
        outputs[index] = output;
        messages[index] = message;
        message?.Succeed();
    }

    /// <summary>It will never succeed: it counts as done, by the endpoint's rule for faults.</summary>
    internal void FailedForGood(int index, Exception exception) => failures[index] = exception;

    /// <summary>It may succeed later: the batch ends before it.</summary>
    internal void FailedForNow(int index, Exception? exception)
    {
        lock (gate)
            if (index < Done) EndBefore(index, exception);
    }

    /// <summary>Nothing more begins, nothing counts.</summary>
    internal void Abandon()
    {
        lock (gate) EndBefore(0, null);
    }

    /// <summary>The failed record was tried often enough.</summary>
    internal void GiveUp()
    {
        failures[Done] = Failure;
        Failure = null;
        Done++;
    }

    /// <summary>Puts the output of what is done into the transaction, in the order of the records.</summary>
    internal void Emit(TransactionOutput output)
    {
        for (Emitting = 0; Emitting < Done; Emitting++)
        {
            if (failures[Emitting] is { } failure)
            {
                output.Fail(batch[Emitting], failure is System.Runtime.Serialization.SerializationException ? Malformed : Failed, failure);
                continue;
            }

            foreach (var record in outputs[Emitting] ?? []) output.Produce(record);
            messages[Emitting]?.Include();
        }
    }

    void EndBefore(int index, Exception? failure)
    {
        Done = index;
        Failure = failure;
    }
}
