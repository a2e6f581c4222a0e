using Librdkafka;

namespace KafkaRider;

/// <content>The queue from the loop to the processor. Records enter it by the burst, so that one lock and one wake-up serve many.</content>
internal sealed partial class AssignedPartition
{
    readonly Queue<(RecordMessage Message, int Size)> queue = new();
    int queuedBytes;

    /// <summary>Loop only: takes in records that came one after the other. True when it found the partition idle: the caller must start
    /// its work.</summary>
    internal bool Enqueue(ReadOnlySpan<RecordMessage> messages)
    {
        lock (gate)
        {
            foreach (var message in messages) Enqueue(message);
            if (busy || queue.Count == 0 || heldBecause is not null || drain.IsCancellationRequested) return false;
            busy = true;
            return true;
        }
    }

    /// <summary>
    /// Moves up to a batch of records out of the queue. False when there were none: the work has ended, and from then on another run may
    /// have begun, so the caller must not look at the batch any more.
    /// </summary>
    internal bool Take(RecordBatch batch) => Take(batch, out _);

    /// <summary>The same for a partition whose records may have to wait.</summary>
    /// <param name="batch">Takes the records that are due.</param>
    /// <param name="wait">When there are only records that are not due: how long the first of them waits. The work goes on.</param>
    internal bool Take(RecordBatch batch, out TimeSpan? wait)
    {
        wait = null;
        lock (gate)
        {
            var mayStart = heldBecause is null && !drain.IsCancellationRequested;
            while (mayStart && !batch.IsFull && queue.TryPeek(out var first))
            {
                wait = Delay?.Remaining(first.Message.AsRecord());
                if (wait is not null) break;
                queue.Dequeue();
                queuedBytes -= first.Size;
                batch.Add(first.Message);
            }

            if (batch.Count > 0) wait = null;
            waiting = wait is not null;
            inHand = batch.Count;
            if (inHand > 0) handTimestamp = Known(batch[0].Timestamp);
            busy = waiting || inHand > 0;
            batch.EndOffset = HighWatermark;
            Monitor.PulseAll(gate);
            return batch.Count > 0;
        }
    }

    internal static int Size(Record record) => record.Key.Length + record.Value.Length;

    internal bool IsFull(int records, int bytes)
    {
        lock (gate) return queue.Count >= records || queuedBytes >= bytes;
    }

    /// <summary>Waits for the processor to make room; false when it did not in time.</summary>
    internal bool WaitForRoom(int records, int bytes, TimeSpan timeout)
    {
        lock (gate)
        {
            if (queue.Count >= records || queuedBytes >= bytes) Monitor.Wait(gate, timeout);
            return queue.Count < records && queuedBytes < bytes;
        }
    }

    /// <summary>Gives the queued records back to the client.</summary>
    internal void DropQueue()
    {
        SpareBatch?.Release();
        lock (gate)
        {
            while (queue.TryDequeue(out var queued)) queued.Message.Dispose();
            queuedBytes = 0;
            Monitor.PulseAll(gate);
        }
    }

    void Enqueue(RecordMessage message)
    {
        var record = message.AsRecord();
        var offset = record.Offset;
        if (offset < FetchOffset)
        {
            message.Dispose();
            return;
        }

        FetchOffset = offset + 1;
        var size = Size(record);
        queue.Enqueue((message, size));
        queuedBytes += size;
    }
}
