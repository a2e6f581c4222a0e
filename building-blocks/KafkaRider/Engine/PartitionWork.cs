using System.Runtime.ExceptionServices;

namespace KafkaRider;

/// <summary>Runs batches of one partition until its queue is empty. A failed batch stays in hand and is tried again; nothing is
/// skipped.</summary>
internal sealed class PartitionWork(
    AssignedPartition partition, EndpointLoop loop, OutputProducer producer, SemaphoreSlim places, Action<int> done)
{
    readonly RecordEndpointConfigurator settings = loop.Settings;
    bool restarts;

    internal async Task Run()
    {
        var cancelled = partition.Cancelled;
        var output = new AcknowledgedOutput(producer, settings, partition, loop.Logger, loop.Time);
        var batch = new RecordBatch(partition.Id.Topic, partition.Id.Partition, settings.GroupId, settings.BatchSize)
        {
            Progressed = offset =>
            {
                if (output.IsAcknowledged) partition.Advance(offset);
            },
        };
        try
        {
            for (partition.Take(batch); batch.Count > 0; partition.Take(batch))
            {
                if (!await RunUntilDone(batch, output, cancelled)) return;
                partition.Advance(batch.NextOffset);
                done(batch.Count);
                batch.Release();
            }
        }
        finally
        {
            // Records handed to the client again must not be in use by a delivery that is retried.
            batch.Release();
            partition.EndWork();
            if (restarts) loop.Post(() => loop.Restart(partition));
        }
    }

    async ValueTask<bool> RunUntilDone(RecordBatch batch, AcknowledgedOutput output, CancellationToken cancelled)
    {
        while (true)
        {
            try
            {
                await places.WaitAsync(cancelled);
                try
                {
                    await RunOnce(batch, output, cancelled);
                }
                finally
                {
                    places.Release();
                }

                partition.Attempts = 0;
                partition.LastError = null;
                return true;
            }
            catch (Exception) when (cancelled.IsCancellationRequested)
            {
                KeepWhatIsComplete(batch, output);
                return false;
            }
            catch (RestartPartitionException restart)
            {
                // Nothing of the queue may be processed: it does not follow what the processor has.
                partition.Drain();
                restarts = true;
                Log.PartitionRestarts(loop.Logger, settings.Name, partition.Id, restart.Message);
                return false;
            }
            catch (Exception exception)
            {
                KeepWhatIsComplete(batch, output);
                var wait = BackOff.After(++partition.Attempts, settings.FirstBackOff, settings.LongestBackOff);
                partition.LastError = $"attempt {partition.Attempts} failed: {exception.GetType().Name}: {exception.Message}";
                Log.BatchFailed(loop.Logger, exception, settings.Name, partition.Id, batch.FirstOffset, partition.Attempts, wait);
                await Task.Delay(wait, loop.Time, partition.Draining).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (partition.Draining.IsCancellationRequested) return false;
            }
        }
    }

    async ValueTask RunOnce(RecordBatch batch, AcknowledgedOutput output, CancellationToken cancelled)
    {
        var started = loop.Time.GetTimestamp();
        output.Begin(batch);
        Exception? failure = null;
        try
        {
            await settings.Processor!.Process(batch, output, cancelled);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        // Also after a failure: the records of dead letters are borrowed until their copies are acknowledged.
        await output.Complete(cancelled);
        RiderMetrics.Processed(settings, batch, loop.Time.GetElapsedTime(started), failure);
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>The partition is taken away in the middle of a batch: what the processor declared done, and is acknowledged, stays
    /// done.</summary>
    void KeepWhatIsComplete(RecordBatch batch, AcknowledgedOutput output)
    {
        if (batch.CompletedOffset is not { } offset || !output.IsAcknowledged) return;
        partition.Advance(offset);
        done(1);
    }
}
