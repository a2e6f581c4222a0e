using Librdkafka;
using Microsoft.Extensions.Logging;

namespace KafkaRider;

/// <summary>
/// The output of an exactly-once endpoint: everything goes into the open transaction. Only failures are reported; one of them aborts the
/// transaction, and a refused dead letter is smaller the next time. It belongs to one producer: what a processor that was left behind still
/// writes meets that producer's end, never a later transaction.
/// </summary>
/// <param name="settings">The endpoint.</param>
/// <param name="logger">Where dead letters are logged.</param>
/// <param name="begin">Begins the transaction if none is open.</param>
/// <param name="refused">Dead letters that were refused, in the form to try next.</param>
internal sealed class TransactionOutput(
    RecordEndpointConfigurator settings, ILogger logger, Action begin, Dictionary<TopicPartitionOffset, FaultCopy> refused)
    : IRecordOutput
{
    const int BitsOfCopy = 32;

    readonly OutgoingHeaders outgoing = new();
    readonly List<(TopicPartitionOffset Origin, FaultCopy Copy)> copies = [];

    /// <summary>Made after its producer, whose reports come here.</summary>
    internal Producer? Producer { get; set; }

    /// <summary>Number of the batch in the transaction whose output comes next; -1 outside of batches.</summary>
    internal int Batch { get; set; } = NoBatch;

    /// <summary>Why the transaction must be aborted; null while it need not.</summary>
    internal KafkaException? Failure { get; private set; }

    /// <summary>The batch whose output was rejected; <see cref="NoBatch"/> when a dead letter was, or nothing.</summary>
    internal int FailedBatch { get; private set; } = NoBatch;

    internal const int NoBatch = -1;

    /// <summary>The transaction has ended, one way or the other.</summary>
    internal void Ended(bool committed)
    {
        if (committed) refused.Clear();
        copies.Clear();
        Failure = null;
        (Batch, FailedBatch) = (NoBatch, NoBatch);
    }

    public void Produce(
        string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers = default)
    {
        outgoing.Clear();
        Send(topic, partition, key, value, headers);
        RiderTraces.Sent(topic);
    }

    /// <summary>Produces what a message's consumers had produced.</summary>
    internal void Produce(EnlistedRecord record)
    {
        var (topic, partition) = (record.Target.Topic, record.Target.Partition);
        Check(Queue(topic, partition, record.Key, record.Value, record.Headers, record.Timestamp), topic);
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
            var (topic, partition) = (settings.DeadLetterTopic!, copy.PartitionFor(record));
            var code = Queue(topic, partition, copy.KeyOf(record), copy.ValueOf(record), outgoing, copy: copies.Count);
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
        var first = Failure is null;
        Failure ??= new KafkaException(report.Error, $"Producing to {report.Topic}");
        var number = (int)(report.Opaque & uint.MaxValue);
        if (number == 0)
        {
            if (first) FailedBatch = (int)(report.Opaque >> BitsOfCopy) - 1;
            return;
        }

        if (number > copies.Count) return;
        var (origin, copy) = copies[number - 1];
        copy.ShrinkFor(report.Error, settings.DeadLetterTopic);
        refused[origin] = copy;
        Log.CopyRefused(logger, settings.Name, origin.Offset, copy.Topic, report.Error, copy.Form);
    }

    void Send(string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers)
    {
        foreach (var header in headers) outgoing.Add(header.NameUtf8, header.Value.Span);
        Check(Queue(topic, partition, key, value, outgoing), topic);
    }

    void Check(ErrorCode code, string topic)
    {
        if (code != ErrorCode.NoError) throw new KafkaException(code, $"Producing to {topic}");
        RiderMetrics.Produced(settings, topic);
    }

    ErrorCode Queue(
        string topic,
        int partition,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        OutgoingHeaders headers,
        long timestamp = 0,
        int copy = 0)
    {
        begin();
        var opaque = (nint)(((long)(Batch + 1) << BitsOfCopy) | (uint)copy);
        while (true)
        {
            var code = Producer!.Produce(topic, partition, key, value, headers, timestamp, opaque);
            if (code != ErrorCode.QueueFull) return code;
            Producer.Poll(EndpointLimits.QueueFullWait);
        }
    }
}
