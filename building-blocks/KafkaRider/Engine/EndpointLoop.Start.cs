using Librdkafka;

namespace KafkaRider;

/// <content>Where an assigned partition starts.</content>
internal sealed partial class EndpointLoop
{
    /// <summary>Finds the start offset beside the loop; the partition stays paused meanwhile. Tried until it succeeds or is
    /// revoked.</summary>
    async Task PlaceWhenKnown(AssignedPartition partition)
    {
        var cancelled = partition.Cancelled;
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!cancelled.IsCancellationRequested)
        {
            try
            {
                var (offset, committed) = await FindStart(partition, cancelled);
                Post(() => Place(partition, offset, committed));
                return;
            }
            catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                var wait = BackOff.After(++partition.Attempts, settings.FirstBackOff, settings.LongestBackOff);

                // Only what the processor does may be dear. A broker that starts is asked again soon.
                if (exception is KafkaException && wait > EndpointLimits.LongestAskingWait) wait = EndpointLimits.LongestAskingWait;
                partition.LastError = exception.Message;
                Log.StartFailed(logger, exception, settings.Name, partition.Id, partition.Attempts, wait);
                await Task.Delay(wait, time, cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task<(long Offset, long? Committed)> FindStart(AssignedPartition partition, CancellationToken cancelled)
    {
        var offsets = await probe!.Ask(partition.Id, cancelled);
        (partition.LowWatermark, partition.HighWatermark) = (offsets.Low, offsets.High);
        var start = partition.StartAt is { } moved ? moved
            : settings.Processor is IPartitionLifecycle lifecycle ? await lifecycle.Assigned(
                partition.Id, Context(offsets), cancelled)
            : null;
        var offset = start
            ?? (partition.Rung is null ? await GroupStart(partition.Id, offsets, cancelled) : RetryStart(offsets));
        if (partition.Group is { } group) await Order(partition, group, offset, offsets.High, cancelled);
        Log.PartitionStarts(logger, settings.Name, partition.Id, offset, offsets.Low, offsets.High);
        return (offset, offsets.Committed);
    }

    PartitionContext Context(PartitionOffsets offsets) => new(monitor.ClusterId!, settings.GroupId, offsets.Low, offsets.High)
    {
        IsTransactional = monitor.ExactlyOnce,
    };

    /// <summary>Learns what waits in a partition of a retry topic, and waits until that is known of all of its number.</summary>
    async Task Order(AssignedPartition partition, OrderGroup group, long start, long end, CancellationToken cancelled)
    {
        group.Check([.. settings.Topics, .. settings.RetryTopics]);
        if (partition.Rung is { } rung)
        {
            var from = new TopicPartitionOffset(partition.Id.Topic, partition.Id.Partition, start);
            group.Learn(rung, await Task.Factory.StartNew(
                () => RetryScan.Read(ClientSettings.Probe(connection, settings), settings.TokenNeeded, from, end, time, cancelled),
                cancelled, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }

        await group.Known.WaitAsync(cancelled);
    }

    /// <summary>Whatever stands in a retry topic must run: where nothing is committed yet, it starts at the beginning.</summary>
    static long RetryStart(PartitionOffsets offsets) =>
        offsets.Committed is { } committed && committed >= offsets.Low && committed <= offsets.High ? committed : offsets.Low;

    async ValueTask<long> GroupStart(TopicPartition id, PartitionOffsets offsets, CancellationToken cancelled)
    {
        if (offsets.Committed is { } committed && committed >= offsets.Low && committed <= offsets.High) return committed;
        if (offsets.Committed is null && settings.StartAt is { } startAt)
        {
            var first = await probe!.Ask(consumer => FirstAt(consumer, id, startAt), cancelled);
            return first >= 0 ? first : offsets.High;
        }

        var reset = settings.AutoOffsetReset switch
        {
            Confluent.Kafka.AutoOffsetReset.Earliest => offsets.Low,
            Confluent.Kafka.AutoOffsetReset.Latest => offsets.High,
            _ => throw new InvalidOperationException(
                $"{id} has no committed offset inside its log {offsets.Low}..{offsets.High} and AutoOffsetReset is Error. "
                + $"Commit an offset for group {settings.GroupId}, or set AutoOffsetReset."),
        };
        if (offsets.Committed is { } outside)
            Log.OffsetOutsideLog(logger, settings.Name, id, outside, offsets.Low, offsets.High, reset);
        return reset;
    }

    static long FirstAt(Consumer consumer, TopicPartition id, DateTimeOffset time) => consumer.OffsetsForTimes(
        [new TopicPartitionOffset(id.Topic, id.Partition, time.ToUnixTimeMilliseconds())], EndpointLimits.QueryTimeout)[0].Offset;

    void Place(AssignedPartition partition, long offset, long? committed)
    {
        if (!partitions.Contains(partition)) return;
        partition.Place(offset);
        partition.Committed = committed;
        partition.Attempts = 0;
        partition.LastError = null;
    }
}
