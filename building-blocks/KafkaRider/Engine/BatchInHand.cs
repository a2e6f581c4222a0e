using System.Diagnostics;

namespace KafkaRider;

/// <summary>A batch that is being processed.</summary>
internal sealed record BatchInHand(AssignedPartition Partition, RecordBatch Batch, long Since)
{
    /// <summary>Set for a batch that runs outside of the transaction.</summary>
    internal BatchOutcome? Outcome { get; init; }

    /// <summary>The batch in traces; null when nobody listens.</summary>
    internal Activity? Span { get; init; }

    internal Task Task { get; set; } = Task.CompletedTask;

    /// <summary>Its records are read again, so what it does no longer counts.</summary>
    internal bool IsStale { get; private set; }

    /// <summary>Why it failed as a whole; null when it did not.</summary>
    internal Exception? Failure()
    {
        if (!Task.IsCompleted) return new TimeoutException("The processor did not end in time.");
        return Task.IsCanceled ? new OperationCanceledException() : Task.Exception?.InnerException;
    }

    /// <summary>True when the task has ended within the time.</summary>
    internal bool WaitFor(TimeSpan timeout) => Task.IsCompleted || ((IAsyncResult)Task).AsyncWaitHandle.WaitOne(timeout);

    internal void MakeStale()
    {
        IsStale = true;
        Outcome?.Abandon();
    }

    /// <summary>Gives the records back, now or when the processor lets go of them.</summary>
    internal void LetGo()
    {
        if (Task.IsCompleted) Release();
        else _ = Task.ContinueWith(_ => Release(), TaskScheduler.Default);
    }

    void Release()
    {
        Batch.Release();
        Partition.EndWork();
    }
}
