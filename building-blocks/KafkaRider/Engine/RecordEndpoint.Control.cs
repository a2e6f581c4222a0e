using Librdkafka;

namespace KafkaRider;

/// <content>Operations at run time.</content>
internal sealed partial class RecordEndpoint
{
    readonly SemaphoreSlim switching = new(1);
    volatile EndpointLoop? current;

    internal void Hold(TopicPartition? partition)
    {
        monitor.Holds.Hold(partition, EndpointHolds.OnRequest);
        ApplyHolds();
    }

    internal void Release(TopicPartition? partition)
    {
        monitor.Holds.Release(partition);
        ApplyHolds();
    }

    internal async Task Seek(TopicPartitionOffset position, CancellationToken cancellationToken)
    {
        var loop = Movable();
        var id = position.TopicPartition;
        var (low, high) = await loop.Ask(
            consumer => consumer.WatermarkOffsets(id, EndpointLimits.QueryTimeout), cancellationToken);
        var offset = position.Offset switch
        {
            SpecialOffset.Beginning => low,
            SpecialOffset.End => high,
            var given => given,
        };
        if (offset < low || offset > high)
            throw new ArgumentOutOfRangeException(nameof(position), offset, $"The log of {id} has the offsets {low} to {high}.");
        await Move(loop, id, offset, cancellationToken);
    }

    internal async Task<IReadOnlyList<TopicPartitionOffset>> Seek(
        DateTimeOffset time, TopicPartition? partition, CancellationToken cancellationToken)
    {
        var loop = Movable();
        var milliseconds = time.ToUnixTimeMilliseconds();
        TopicPartition[] moved = partition is { } one ? [one] : Array.ConvertAll(monitor.Partitions, owned => owned.Id);
        var found = await loop.Ask(consumer => FirstAt(consumer, moved, milliseconds), cancellationToken);
        await Task.WhenAll(found.Select(position => Move(loop, position.TopicPartition, position.Offset, cancellationToken)));
        return found;
    }

    /// <summary>Stops and starts one after the other, whoever asks.</summary>
    internal async Task Switch(bool on, CancellationToken cancellationToken)
    {
        await switching.WaitAsync(cancellationToken);
        try
        {
            if (on == IsRunning) return;
            if (on) Start();
            else await Stop(cancellationToken);
        }
        finally
        {
            switching.Release();
        }

        if (on) await Ready.WaitAsync(cancellationToken);
        else monitor.Problem = EndpointMonitor.StoppedOnRequest;
    }

    bool IsRunning => monitor.IsStarted;

    void ApplyHolds()
    {
        if (current is { } loop) loop.Post(loop.ApplyHolds);
    }

    EndpointLoop Movable()
    {
        if (settings.Processor is IPartitionLifecycle { KeepsPositions: true })
            throw new InvalidOperationException(
                $"The processor of {settings.Name} keeps its positions itself: move or rebuild what it keeps them with.");
        return current is { IsReading: true } loop
            ? loop
            : throw new InvalidOperationException($"{settings.Name} is not running: start it, and wait for its partitions.");
    }

    static async Task Move(EndpointLoop loop, TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        var move = new PartitionMove(partition, offset);
        loop.Post(() => loop.Move(move));
        if (await Task.WhenAny(move.Done.Task, loop.Closed).WaitAsync(cancellationToken) == loop.Closed) move.IsNotOwned();
        await move.Done.Task;
    }

    static TopicPartitionOffset[] FirstAt(Consumer consumer, TopicPartition[] partitions, long milliseconds)
    {
        if (partitions.Length == 0) return [];
        var times = partitions.Select(partition => new TopicPartitionOffset(partition.Topic, partition.Partition, milliseconds));
        var found = consumer.OffsetsForTimes(times, EndpointLimits.QueryTimeout).ToArray();
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i].Offset >= 0) continue;
            var end = consumer.WatermarkOffsets(found[i].TopicPartition, EndpointLimits.QueryTimeout).High;
            found[i] = found[i] with { Offset = end };
        }

        return found;
    }
}
