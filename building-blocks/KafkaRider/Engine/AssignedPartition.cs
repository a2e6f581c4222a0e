using Librdkafka;

namespace KafkaRider;

/// <summary>
/// One partition while this instance owns it: the queue between the loop and the processor, and its positions. A partition that is revoked
/// and comes back is a new object, so nothing old can touch it.
/// </summary>
internal sealed partial class AssignedPartition(TopicPartition id)
{
    const long Unknown = -1;

    readonly object gate = new();
    readonly CancellationTokenSource cancellation = new();
    readonly CancellationTokenSource drain = new();
    TaskCompletionSource? released;
    volatile string? heldBecause;
    bool busy;
    int inHand;
    long? handTimestamp;
    bool waiting;
    long position = Unknown;
    long committed = Unknown;

    internal TopicPartition Id { get; } = id;

    /// <summary>The step of the retry ladder whose topic this is; null for a source.</summary>
    internal RetryRung? Rung { get; init; }

    /// <summary>For a retry topic: when its records are due.</summary>
    internal RetryDelay? Delay { get; init; }

    /// <summary>The partitions of the same number, when the order of keys is kept.</summary>
    internal OrderGroup? Group { get; init; }

    /// <summary>Where it starts whatever the group has committed; null: there.</summary>
    internal long? StartAt { get; set; }

    /// <summary>Cancelled when the partition must be given up.</summary>
    internal CancellationToken Cancelled => cancellation.Token;

    /// <summary>Cancelled when no further attempt may begin: waiting for one is over.</summary>
    internal CancellationToken Draining => drain.Token;

    /// <summary>Loop only: offset of the next record to take in; earlier ones are stale.</summary>
    internal long FetchOffset { get; set; }

    /// <summary>The same as the client wants it.</summary>
    internal TopicPartitionOffset NextToFetch => new(Id.Topic, Id.Partition, FetchOffset);

    /// <summary>Loop only: the client has it in its assignment.</summary>
    internal bool IsTaken { get; set; }

    /// <summary>Loop only: the client stands where it should; records that come otherwise are stale.</summary>
    internal bool IsPlaced { get; set; }

    /// <summary>Loop only: where it starts; null until that is known.</summary>
    internal long? StartOffset { get; private set; }

    /// <summary>Loop only: paused until then, a timestamp of the clock.</summary>
    internal long RetryAt { get; set; }

    /// <summary>Loop only: fetching is stopped.</summary>
    internal bool IsPaused { get; set; } = true;

    /// <summary>Loop only: where the log ended, transaction markers included, when the consumer reached its end.</summary>
    internal long EndOffset { get; set; } = Unknown;

    /// <summary>Offset after the last record that is done.</summary>
    internal long? Position => Known(Volatile.Read(ref position));

    /// <summary>Offset that the group has.</summary>
    internal long? Committed
    {
        get => Known(Volatile.Read(ref committed));
        set => Volatile.Write(ref committed, value ?? Unknown);
    }

    internal long? LowWatermark { get; set; }

    internal long? HighWatermark { get; set; }

    /// <summary>Failures of the current batch, in a row.</summary>
    internal int Attempts { get; set; }

    internal string? LastError { get; set; }

    /// <summary>Loop only: runs its batches (at-least-once); made at the first record.</summary>
    internal PartitionWork? Work { get; set; }

    /// <summary>Records are done that the group does not know of.</summary>
    internal bool IsDirty => Position is { } done && done != Committed;

    /// <summary>Offsets done that the group does not know of.</summary>
    internal long Uncommitted => Position is { } done && (Committed ?? StartOffset) is { } known ? Math.Max(0, done - known) : 0;

    internal bool IsBusy
    {
        get
        {
            lock (gate) return busy;
        }
    }

    /// <summary>Its first record is not due.</summary>
    internal bool IsWaiting
    {
        get
        {
            lock (gate) return waiting;
        }
    }

    internal bool HasRecords
    {
        get
        {
            lock (gate) return queue.Count > 0;
        }
    }

    /// <summary>Why no batch may start; null when one may.</summary>
    internal string? HeldBecause => heldBecause;

    /// <summary>Records fetched and not done.</summary>
    internal int InFlight
    {
        get
        {
            lock (gate) return queue.Count + inHand;
        }
    }

    /// <summary>Of the first record that was fetched and is not done, in milliseconds; null when there is none.</summary>
    internal long? OldestTimestamp
    {
        get
        {
            lock (gate)
            {
                if (inHand > 0) return handTimestamp;
                return queue.TryPeek(out var first) ? Known(first.Message.AsRecord().Timestamp) : null;
            }
        }
    }

    /// <summary>
    /// Holds the partition, or lets it go on for null. True when it found records and no work: the caller must start it.
    /// </summary>
    internal bool Hold(string? reason)
    {
        lock (gate)
        {
            heldBecause = reason;
            if (reason is not null) return false;
            released?.TrySetResult();
            released = null;
            if (busy || queue.Count == 0 || drain.IsCancellationRequested) return false;
            busy = true;
            return true;
        }
    }

    /// <summary>Ends when the partition is not held, or is drained.</summary>
    internal Task WhileHeld()
    {
        lock (gate)
        {
            if (heldBecause is null) return Task.CompletedTask;
            released ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return released.Task.WaitAsync(drain.Token);
        }
    }

    /// <summary>Done up to here. Positions only move forward, except when the loop places the partition.</summary>
    internal void Advance(long offset)
    {
        if (offset > Volatile.Read(ref position)) Volatile.Write(ref position, offset);
    }

    internal void Place(long offset)
    {
        StartOffset = offset;
        FetchOffset = offset;
        EndOffset = Unknown;
        Volatile.Write(ref position, offset);
    }

    /// <summary>No further batch starts.</summary>
    internal void Drain() => _ = drain.CancelAsync();

    /// <summary>The work in flight has ended.</summary>
    internal void EndWork()
    {
        lock (gate)
        {
            busy = false;
            inHand = 0;
            waiting = false;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits for the work in flight; false when it did not end in time.</summary>
    internal bool WaitForIdle(TimeSpan timeout)
    {
        lock (gate) return !busy || (Monitor.Wait(gate, timeout) && !busy);
    }

    /// <summary>Ends the work in flight. What waits for it goes on elsewhere than on the loop's thread.</summary>
    internal void Cancel() => _ = cancellation.CancelAsync();

    static long? Known(long offset) => offset == Unknown ? null : offset;
}
