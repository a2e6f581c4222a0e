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

    internal PartitionWork(
        AssignedPartition partition, EndpointLoop loop, OutputProducer producer, SemaphoreSlim places)
    {
        this.partition = partition;
        this.loop = loop;
        this.places = places;
        settings = loop.Settings;
        output = new AcknowledgedOutput(producer, settings, partition, loop.Logger, loop.Time);
        batch = new RecordBatch(partition.Id.Topic, partition.Id.Partition, settings.GroupId, settings.BatchSize)
        {
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
        while (partition.Take(batch))
        {
            if (!await RunUntilDone(partition.Cancelled))
            {
                batch.Release();
                partition.EndWork();
                return;
            }

            partition.Advance(batch.NextOffset);
            batch.Release();
        }
    }

    async ValueTask<bool> RunUntilDone(CancellationToken cancelled)
    {
        while (true)
        {
            try
            {
                await places.WaitAsync(cancelled);
                try
                {
                    await RunOnce(cancelled);
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
                await partition.WhileHeld().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (partition.Draining.IsCancellationRequested) return false;
            }
        }
    }

    async ValueTask RunOnce(CancellationToken cancelled)
    {
        var started = loop.Time.GetTimestamp();
        output.Begin(batch);
        using var span = RiderTraces.StartBatch(settings, batch);
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
