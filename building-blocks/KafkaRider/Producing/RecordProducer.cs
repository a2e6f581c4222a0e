using System.Runtime.InteropServices;
using Librdkafka;
using Microsoft.Extensions.Logging;

namespace KafkaRider;

/// <summary>A producer whose records each have a task that ends with their acknowledgement. May be used by any number of threads.</summary>
internal sealed class RecordProducer : IDisposable
{
    readonly Producer producer;
    readonly Thread thread;
    volatile bool disposing;

    internal RecordProducer(IReadOnlyDictionary<string, string> settings, string name, ILogger logger)
    {
        producer = Producer.Create(settings, new ProducerEvents
        {
            Delivered = Delivered,
            Error = error => Log.ClientError(logger, name, error.Code, error.Reason, error.Advice),
            Log = line => Log.ClientLine(logger, line.Level, name, line.Facility, line.Message),
        });
        thread = new Thread(Serve) { IsBackground = true, Name = $"kafka producer {name}" };
        thread.Start();
    }

    /// <exception cref="KafkaException">The record was not accepted, or not delivered in time.</exception>
    internal async Task Produce(
        TopicPartition target, byte[]? key, byte[]? value, OutgoingHeaders headers, long timestamp, CancellationToken cancellationToken)
    {
        var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handle = GCHandle.Alloc(delivered);
        while (true)
        {
            var code = producer.Produce(target.Topic, target.Partition, key, value, headers, timestamp, GCHandle.ToIntPtr(handle));
            if (code == ErrorCode.NoError) break;
            if (code == ErrorCode.QueueFull && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(EndpointLimits.QueueFullWait, CancellationToken.None);
                continue;
            }

            handle.Free();
            cancellationToken.ThrowIfCancellationRequested();
            throw new KafkaException(code, $"Producing to {target.Topic}");
        }

        await delivered.Task.WaitAsync(cancellationToken);
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

    static void Delivered(DeliveryReport report)
    {
        var handle = GCHandle.FromIntPtr(report.Opaque);
        var delivered = (TaskCompletionSource)handle.Target!;
        handle.Free();
        if (report.Error == ErrorCode.NoError) delivered.TrySetResult();
        else delivered.TrySetException(new KafkaException(report.Error, $"Producing to {report.Topic}"));
    }
}
