using Librdkafka;

namespace KafkaRider;

/// <summary>A producer whose records each have a task that ends with their acknowledgement. May be used by any number of threads.</summary>
internal sealed class RecordProducer : IDisposable
{
    readonly Producer producer;
    readonly Thread thread;
    volatile bool disposing;

    internal RecordProducer(IReadOnlyDictionary<string, string> settings, string name, EngineParts parts, ClientHandlers handlers)
    {
        var logger = parts.Logger;
        producer = Producer.Create(settings, new ProducerEvents
        {
            Delivered = Delivered,
            TokenNeeded = parts.TokenNeeded,
            Statistics = handlers.StatisticsHandler(logger, name),
            Error = error => Log.ClientError(logger, name, error.Code, error.Reason, error.Advice),
            Log = line => Log.ClientLine(logger, line.Level, name, line.Facility, line.Message),
        });
        thread = new Thread(Serve) { IsBackground = true, Name = $"kafka producer {name}" };
        thread.Start();
    }

    /// <summary>Produces a record. The task ends with its acknowledgement; await it once.</summary>
    /// <exception cref="KafkaException">The record was not accepted, or not delivered in time.</exception>
    internal ValueTask Produce(
        TopicPartition target, byte[]? key, byte[]? value, OutgoingHeaders headers, long timestamp, CancellationToken cancellationToken)
    {
        return TryProduce(target, key, value, headers, timestamp, cancellationToken, out var reported)
            ? reported
            : ProduceLater(target, key, value, headers, timestamp, cancellationToken);
    }

    public void Dispose()
    {
        disposing = true;
        thread.Join();
        producer.Dispose();
    }

    void Serve()
    {
        while (!disposing) producer.Poll(EndpointLimits.PollWait);
        producer.Flush(EndpointLimits.FlushTimeout);
        producer.Purge();
        producer.Flush(EndpointLimits.PollWait);
    }

    async ValueTask ProduceLater(
        TopicPartition target, byte[]? key, byte[]? value, OutgoingHeaders headers, long timestamp, CancellationToken cancellationToken)
    {
        ValueTask reported;
        do await Task.Delay(EndpointLimits.QueueFullWait, cancellationToken);
        while (!TryProduce(target, key, value, headers, timestamp, cancellationToken, out reported));
        await reported;
    }

    /// <summary>False when the client's queue is full.</summary>
    bool TryProduce(
        TopicPartition target,
        byte[]? key,
        byte[]? value,
        OutgoingHeaders headers,
        long timestamp,
        CancellationToken cancellationToken,
        out ValueTask reported)
    {
        var delivery = Delivery.Rent();
        var code = producer.Produce(target.Topic, target.Partition, key, value, headers, timestamp, delivery.Opaque);
        reported = code == ErrorCode.NoError ? Reported(delivery, cancellationToken) : default;
        if (code == ErrorCode.NoError) return true;
        delivery.Return();
        return code == ErrorCode.QueueFull ? false : throw new KafkaException(code, $"Producing to {target.Topic}");
    }

    static ValueTask Reported(Delivery delivery, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? new ValueTask(delivery.Reported.AsTask().WaitAsync(cancellationToken))
        : delivery.Reported;

    static void Delivered(DeliveryReport report) => Delivery.Of(report.Opaque).Report(report.Error, report.Topic);
}
