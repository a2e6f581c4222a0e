using Librdkafka;
using Microsoft.Extensions.Logging;

namespace KafkaRider;

/// <summary>
/// The output of an exactly-once endpoint: everything goes into the open transaction. Only failures are reported; one of them aborts the
/// transaction, and a refused dead letter is smaller the next time.
/// </summary>
internal sealed class TransactionOutput(RecordEndpointConfigurator settings, ILogger logger) : IRecordOutput
{
    readonly OutgoingHeaders outgoing = new();
    readonly List<(TopicPartitionOffset Origin, FaultCopy Copy)> copies = [];

    /// <summary>Dead letters that were refused, in the form to try next.</summary>
    readonly Dictionary<TopicPartitionOffset, FaultCopy> refused = [];

    Producer? producer;

    /// <summary>Why the transaction must be aborted; null while it need not.</summary>
    internal KafkaException? Failure { get; private set; }

    internal void Begin(Producer transaction) => producer = transaction;

    internal void Committed()
    {
        refused.Clear();
        Aborted();
    }

    internal void Aborted()
    {
        copies.Clear();
        Failure = null;
    }

    public void Produce(
        string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers = default)
    {
        outgoing.Clear();
        Send(topic, partition, key, value, headers);
        RiderTraces.Sent(topic);
    }

    public void Forward(in Record record, string topic, int partition, ReadOnlySpan<HeaderToAdd> headers = default) =>
        Forward(record, topic, partition, record.ValueIsNull ? default : record.Value, headers);

    public void Forward(in Record record, string topic, int partition, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers)
    {
        outgoing.Clear().AddAll(record.Headers);
        Send(topic, partition, record.KeyIsNull ? default : record.Key, value, headers);
        RiderTraces.Sent(settings, topic, record);
    }

    public ValueTask Acknowledged(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void DeadLetter(in Record record, string reason, Exception? error)
    {
        DeadLetterTopic.Check(settings);
        if (!refused.TryGetValue(record.Position, out var copy))
            copy = FaultCopy.DeadLetter(record, settings.DeadLetterTopic!, attempts: 1, reason, error);
        copies.Add((record.Position, copy));
        Log.DeadLetter(logger, error, settings.Name, record.Topic, record.Partition, record.Offset, reason);
        RiderMetrics.DeadLetter(settings, record.Topic, reason);
        while (true)
        {
            copy.WriteHeaders(outgoing, record, settings.GroupId);
            var code = Queue(
                settings.DeadLetterTopic!, copy.PartitionFor(record), copy.KeyOf(record), copy.ValueOf(record), copies.Count);
            if (code == ErrorCode.NoError) break;
            if (!copy.ShrinkFor(code, settings.DeadLetterTopic))
                throw new KafkaException(code, $"Producing to the dead-letter topic {settings.DeadLetterTopic}");
        }

        RiderTraces.Sent(settings, settings.DeadLetterTopic!, record);
    }

    public void Fail(in Record record, string reason, Exception error)
    {
        RiderMetrics.Faulted(settings.GroupId, record.Topic, reason);
        if (settings.Faults.Action == FaultAction.Skip)
            Log.MessageSkipped(logger, error, settings.Name, record.Topic, record.Partition, record.Offset, reason);
        else DeadLetter(record, reason, error);
    }

    /// <summary>Called by the producer's poll for every record that failed.</summary>
    internal void Delivered(DeliveryReport report)
    {
        // The purge of an abort reports what it throws away.
        if (report.Error is ErrorCode.NoError or ErrorCode.PurgedInQueue or ErrorCode.PurgedInFlight) return;
        Failure ??= new KafkaException(report.Error, $"Producing to {report.Topic}");
        var number = (int)report.Opaque;
        if (number == 0 || number > copies.Count) return;
        var (origin, copy) = copies[number - 1];
        copy.ShrinkFor(report.Error, settings.DeadLetterTopic);
        refused[origin] = copy;
        Log.CopyRefused(logger, settings.Name, origin.Offset, copy.Topic, report.Error, copy.Form);
    }

    void Send(string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers)
    {
        foreach (var header in headers) outgoing.Add(header.NameUtf8, header.Value.Span);
        var code = Queue(topic, partition, key, value, opaque: 0);
        if (code != ErrorCode.NoError) throw new KafkaException(code, $"Producing to {topic}");
        RiderMetrics.Produced(settings, topic);
    }

    ErrorCode Queue(string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, int opaque)
    {
        while (true)
        {
            var code = producer!.Produce(topic, partition, key, value, outgoing, timestamp: 0, opaque);
            if (code != ErrorCode.QueueFull) return code;
            producer.Poll(EndpointLimits.QueueFullWait);
        }
    }
}
