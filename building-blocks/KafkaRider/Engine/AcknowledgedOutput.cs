using Librdkafka;
using Microsoft.Extensions.Logging;

namespace KafkaRider;

/// <summary>The output of one partition's batches on an at-least-once endpoint.</summary>
internal sealed class AcknowledgedOutput(
    OutputProducer producer, RecordEndpointConfigurator settings, AssignedPartition partition, ILogger logger, TimeProvider time)
    : IRecordOutput
{
    readonly OutgoingHeaders outgoing = new();
    readonly List<DeadLetterCopy> copies = [];
    readonly Acknowledgements acknowledgements = new(producer);
    RecordBatch? batch;

    /// <summary>Nothing produced is unacknowledged or failed.</summary>
    internal bool IsAcknowledged => acknowledgements.IsClean;

    internal void Begin(RecordBatch records)
    {
        batch = records;
        copies.Clear();
        acknowledgements.Begin();
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

    public void DeadLetter(in Record record, string reason, Exception? error)
    {
        DeadLetterTopic.Check(settings);
        copies.Add(new DeadLetterCopy(record.Offset, reason, error));
        Log.DeadLetter(logger, error, settings.Name, record.Topic, record.Partition, record.Offset, reason);
        RiderMetrics.DeadLetter(settings, record.Topic, reason);
        SendCopy(copies.Count, record);
        RiderTraces.Sent(settings, settings.DeadLetterTopic!, record);
    }

    public void Fail(in Record record, string reason, Exception error)
    {
        RiderMetrics.Faulted(settings.GroupId, record.Topic, reason);
        if (settings.Faults.Action == FaultAction.Skip)
            Log.MessageSkipped(logger, error, settings.Name, record.Topic, record.Partition, record.Offset, reason);
        else DeadLetter(record, reason, error);
    }

    /// <summary>Ends when everything is acknowledged; nothing more may be produced.</summary>
    internal async ValueTask Complete(CancellationToken cancellationToken)
    {
        try
        {
            await Acknowledged(cancellationToken);
        }
        finally
        {
            acknowledgements.End();
        }
    }

    /// <remarks>
    /// A dead letter that is refused is sent again, smaller if that helps, for as long as it takes: without its copy a record is not done.
    /// </remarks>
    /// <inheritdoc/>
    public async ValueTask Acknowledged(CancellationToken cancellationToken)
    {
        for (var attempts = 0; ;)
        {
            await acknowledgements.Settled(cancellationToken);
            if (acknowledgements.TakeRefused() is not { Count: > 0 } refused) break;
            if (!Shrink(refused)) await WaitToSendAgain(refused[0].Code, ++attempts);
            foreach (var (copy, _) in refused) SendCopy(copy, Find(copies[copy - 1].Offset));
        }

        if (acknowledgements.Failure is var failure and not ErrorCode.NoError)
            throw new KafkaException(failure, $"Producing the output of {settings.Name}");
    }

    async ValueTask WaitToSendAgain(ErrorCode code, int attempts)
    {
        var problem = new KafkaException(code, $"Producing to the dead-letter topic {settings.DeadLetterTopic}");
        partition.LastError = problem.Message;
        var wait = BackOff.After(attempts, settings.FirstBackOff, settings.LongestBackOff);
        await Task.Delay(wait, time, partition.Draining).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (partition.Draining.IsCancellationRequested) throw problem;
    }

    /// <summary>True when every refused copy could be changed for the better.</summary>
    bool Shrink(List<(int Copy, ErrorCode Code)> refused)
    {
        var all = true;
        foreach (var (number, code) in refused)
        {
            var copy = copies[number - 1];
            all &= copy.ShrinkFor(code);
            Log.DeadLetterRefused(logger, settings.Name, copy.Offset, code, copy.Form);
        }

        return all;
    }

    void Send(string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers)
    {
        foreach (var header in headers) outgoing.Add(header.NameUtf8, header.Value.Span);
        var code = acknowledgements.Send(0, topic, partition, key, value, outgoing);
        if (code != ErrorCode.NoError) throw new KafkaException(code, $"Producing to {topic}");
        RiderMetrics.Produced(settings, topic);
    }

    void SendCopy(int number, in Record record)
    {
        var copy = copies[number - 1];
        while (true)
        {
            copy.WriteHeaders(outgoing, record, settings.GroupId);
            var code = acknowledgements.Send(
                number, settings.DeadLetterTopic!, copy.PartitionFor(record), copy.KeyOf(record), copy.ValueOf(record), outgoing);
            if (code == ErrorCode.NoError) return;
            if (copy.ShrinkFor(code)) continue;
            acknowledgements.Refuse(number, code);
            return;
        }
    }

    Record Find(long offset)
    {
        for (var i = 0; i < batch!.Count; i++)
            if (batch[i].Offset == offset) return batch[i];
        throw new InvalidOperationException($"Offset {offset} is not in the batch {batch.FirstOffset}..{batch.NextOffset}.");
    }
}
