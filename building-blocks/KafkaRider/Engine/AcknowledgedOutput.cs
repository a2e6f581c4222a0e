using Librdkafka;

namespace KafkaRider;

/// <summary>The output of one partition's batches on an at-least-once endpoint.</summary>
internal sealed class AcknowledgedOutput : IRecordOutput
{
    readonly OutgoingHeaders outgoing = new();
    readonly AssignedPartition partition;
    readonly EndpointLoop loop;
    readonly RecordEndpointConfigurator settings;
    readonly Acknowledgements acknowledgements;
    RecordBatch? batch;

    internal AcknowledgedOutput(OutputProducer producer, AssignedPartition partition, EndpointLoop loop)
    {
        this.partition = partition;
        this.loop = loop;
        settings = loop.Settings;
        acknowledgements = new Acknowledgements(producer);
        Faults = new FaultDecisions(partition, loop, acknowledgements);
    }

    internal FaultDecisions Faults { get; }

    /// <summary>Nothing produced is unacknowledged or failed, and no record waits for another attempt.</summary>
    internal bool IsAcknowledged => acknowledgements.IsClean && !batch!.HasLeft;

    internal void Begin(RecordBatch records, Turn turn)
    {
        batch = records;
        acknowledgements.Begin();
        Faults.Begin(records, turn);
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

    public void DeadLetter(in Record record, string reason, Exception? error) => Faults.DeadLetter(record, reason, error);

    public void Fail(in Record record, string reason, Exception error) => Faults.Fail(record, reason, error);

    public bool Waits(in Record record) => Faults.Waits(record);

    public async ValueTask Acknowledged(CancellationToken cancellationToken)
    {
        await Settle(cancellationToken);
        if (!batch!.HasLeft) return;
        var why = loop.Monitor.Holds.Fault ?? loop.Monitor.Gate.Problem ?? "it is tried again";
        throw new InvalidOperationException($"{settings.Name}: a failed record stays: {why}");
    }

    /// <summary>Ends when everything is acknowledged; nothing more may be produced.</summary>
    internal async ValueTask Complete(CancellationToken cancellationToken)
    {
        try
        {
            await Settle(cancellationToken);
        }
        finally
        {
            acknowledgements.End();
        }
    }

    /// <summary>
    /// A copy that is refused is sent again, smaller if that helps, for as long as it takes: without its copy a record is not done.
    /// </summary>
    async ValueTask Settle(CancellationToken cancellationToken)
    {
        for (var attempts = 0; ;)
        {
            await acknowledgements.Settled(cancellationToken);
            if (acknowledgements.TakeRefused() is not { Count: > 0 } refused) break;
            if (!Faults.Copies.Shrink(refused)) await WaitToSendAgain(refused[0].Code, Faults.Copies.TopicOf(refused[0].Copy), ++attempts);
            foreach (var (copy, _) in refused) Faults.Copies.SendAgain(copy);
        }

        if (acknowledgements.Failure is var failure and not ErrorCode.NoError)
            throw new KafkaException(failure, $"Producing the output of {settings.Name}");
        await Faults.Copies.Tell();
    }

    async ValueTask WaitToSendAgain(ErrorCode code, string topic, int attempts)
    {
        var problem = new KafkaException(code, $"Producing to {topic}");
        partition.LastError = problem.Message;
        var wait = BackOff.After(attempts, settings.FirstBackOff, settings.LongestBackOff);
        await Task.Delay(wait, loop.Time, partition.Draining).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (partition.Draining.IsCancellationRequested) throw problem;
    }

    void Send(string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers)
    {
        foreach (var header in headers) outgoing.Add(header.NameUtf8, header.Value.Span);
        var code = acknowledgements.Send(0, topic, partition, key, value, outgoing);
        if (code != ErrorCode.NoError) throw new KafkaException(code, $"Producing to {topic}");
        RiderMetrics.Produced(settings, topic);
    }
}
