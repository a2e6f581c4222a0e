using System.Runtime.ExceptionServices;

namespace KafkaRider;

/// <summary>
/// Runs batches of one partition until its queue is empty, each time records come. A failed batch stays in hand and is tried again; nothing
/// is skipped.
/// </summary>
internal sealed class PartitionWork : IThreadPoolWorkItem
{
    readonly AssignedPartition partition;
    readonly EndpointLoop loop;
    readonly SemaphoreSlim places;
    readonly RecordEndpointConfigurator settings;
    readonly AcknowledgedOutput output;
    readonly RecordBatch batch;
    readonly FaultGate gate;

    internal PartitionWork(
        AssignedPartition partition, EndpointLoop loop, OutputProducer producer, SemaphoreSlim places)
    {
        this.partition = partition;
        this.loop = loop;
        this.places = places;
        settings = loop.Settings;
        gate = loop.Monitor.Gate;
        output = new AcknowledgedOutput(producer, partition, loop);
        batch = new RecordBatch(partition.Id.Topic, partition.Id.Partition, settings.GroupId, settings.BatchSize)
        {
            Draining = partition.Draining,
            Progressed = offset =>
            {
                if (output.IsAcknowledged) partition.Advance(offset);
            },
        };
    }

    /// <summary>The partition has been idle and has got a record.</summary>
    public void Execute() => _ = Run();

    async Task Run()
    {
        while (true)
        {
            if (partition.Take(batch, out var wait))
            {
                if (!await RunUntilDone(partition.Cancelled)) break;
                Pass();
                batch.Release();
            }
            else if (wait is { } due)
            {
                await Task.Delay(due, loop.Time, partition.Draining).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else
            {
                return;
            }
        }

        batch.Release();
        partition.EndWork();
    }

    /// <summary>Together, so that no commit has a record whose turn came by this without having this.</summary>
    void Pass()
    {
        if (partition.Group is not { } group)
        {
            partition.Advance(batch.NextOffset);
            return;
        }

        lock (group.Positions)
        {
            partition.Advance(batch.NextOffset);
            output.Faults.Passed();
        }
    }

    async ValueTask<bool> RunUntilDone(CancellationToken cancelled)
    {
        while (true)
        {
            try
            {
                if (!await RunOnce(cancelled)) return false;
                if (batch.HasLeft)
                {
                    KeepLeft();
                    continue;
                }

                partition.Attempts = 0;
                partition.LastError = null;
                return true;
            }
            catch (Exception exception) when (cancelled.IsCancellationRequested || IsDrained(exception))
            {
                KeepWhatIsComplete();
                return false;
            }
            catch (RestartPartitionException restart)
            {
                // Nothing of the queue may be processed: it does not follow what the processor has.
                partition.Drain();
                Log.PartitionRestarts(loop.Logger, settings.Name, partition.Id, restart.Message);
                loop.Post(() => loop.Restart(partition));
                return false;
            }
            catch (Exception exception)
            {
                KeepWhatIsComplete();
                var wait = BackOff.After(++partition.Attempts, settings.FirstBackOff, settings.LongestBackOff);
                partition.LastError = $"attempt {partition.Attempts} failed: {exception.GetType().Name}: {exception.Message}";
                Log.BatchFailed(loop.Logger, exception, settings.Name, partition.Id, batch.FirstOffset, partition.Attempts, wait);
                await Task.Delay(wait, loop.Time, partition.Draining).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (partition.Draining.IsCancellationRequested) return false;
            }
        }
    }

    bool IsDrained(Exception exception) => exception is OperationCanceledException && partition.Draining.IsCancellationRequested;

    /// <summary>Runs the batch when the endpoint's gate and a place are free; false when the partition is given up before.</summary>
    async ValueTask<bool> RunOnce(CancellationToken cancelled)
    {
        await partition.WhileHeld().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var turn = await gate.Enter(partition.Draining);
        if (turn == Turn.Refused) return false;
        var anySucceeded = false;
        try
        {
            await places.WaitAsync(cancelled);
            try
            {
                await Process(turn, cancelled);
            }
            finally
            {
                places.Release();
            }

            anySucceeded = output.Faults.AnySucceeded;
            return true;
        }
        finally
        {
            gate.Ran(turn, anySucceeded);
        }
    }

    /// <summary>Records that failed, or did not run, stay; all others are done.</summary>
    void KeepLeft()
    {
        partition.Advance(batch.FirstLeftOffset);
        partition.LastError = loop.Monitor.Holds.Fault ?? gate.Problem;
        output.Faults.Keep();
        batch.KeepLeft();
    }

    async ValueTask Process(Turn turn, CancellationToken cancelled)
    {
        var started = loop.Time.GetTimestamp();
        batch.ForgetLeft();
        output.Begin(batch, turn);
        using var span = RiderTraces.StartBatch(settings, batch);
        Exception? failure = null;
        try
        {
            await settings.Processor!.Process(batch, output, cancelled);
            output.Faults.End();
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        // Also after a failure: the records of dead letters are borrowed until their copies are acknowledged.
        await output.Complete(cancelled);
        RiderMetrics.Processed(settings, batch, loop.Time.GetElapsedTime(started), failure);
        RiderTraces.End(span, settings, batch, failure);
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>The partition is taken away in the middle of a batch: what the processor declared done, and is acknowledged, stays
    /// done.</summary>
    void KeepWhatIsComplete()
    {
        if (batch.CompletedOffset is not { } offset || !output.IsAcknowledged) return;
        partition.Advance(offset);
    }
}
