using Librdkafka;

namespace KafkaRider;

/// <summary>The copies of one batch's records on their way to retry topics and dead letters, until they are safe.</summary>
internal sealed class FaultCopies(EndpointLoop loop, Acknowledgements acknowledgements, OrderedRun? order)
{
    readonly RecordEndpointConfigurator settings = loop.Settings;
    readonly Lock access = new();
    readonly OutgoingHeaders headers = new();
    readonly List<FaultCopy> copies = [];
    readonly List<DeadLetterContext> untold = [];
    RecordBatch? batch;

    internal void Begin(RecordBatch records)
    {
        batch = records;
        copies.Clear();
        untold.Clear();
    }

    /// <summary>Sends a copy of a record of the batch.</summary>
    internal void Add(FaultCopy copy, in Record record)
    {
        lock (access)
        {
            copies.Add(copy);
            if (!copy.IsRetry) Lettered(copy, record);
            Send(copies.Count, record);
        }

        RiderTraces.Sent(settings, copy.Topic, record);
    }

    /// <summary>Makes refused copies smaller if that helps.</summary>
    /// <returns>True when each of them could be changed for the better.</returns>
    internal bool Shrink(List<(int Copy, ErrorCode Code)> refused)
    {
        lock (access)
        {
            var all = true;
            foreach (var (number, code) in refused)
            {
                var copy = copies[number - 1];
                all &= Shrink(copy, code, batch!.Find(copy.Offset));
                Log.CopyRefused(loop.Logger, settings.Name, copy.Offset, copy.Topic, code, copy.Form);
            }

            return all;
        }
    }

    internal string TopicOf(int copy) => copies[copy - 1].Topic;

    internal void SendAgain(int copy)
    {
        lock (access) Send(copy, batch!.Find(copies[copy - 1].Offset));
    }

    /// <summary>Tells the endpoint's handler of the dead letters, which are safe now.</summary>
    internal async ValueTask Tell()
    {
        if (untold.Count == 0) return;
        foreach (var letter in untold)
        {
            try
            {
                await settings.Faults.Handler!(letter);
            }
            catch (Exception exception)
            {
                Log.DeadLetterHandlerFailed(loop.Logger, exception, settings.Name, letter.Position);
            }
        }

        untold.Clear();
    }

    void Send(int number, in Record record)
    {
        var copy = copies[number - 1];
        while (true)
        {
            copy.WriteHeaders(headers, record, settings.GroupId);
            var code = acknowledgements.Send(
                number, copy.Topic, copy.PartitionFor(record), copy.KeyOf(record), copy.ValueOf(record), headers);
            if (code == ErrorCode.NoError) return;
            if (Shrink(copy, code, record)) continue;
            acknowledgements.Refuse(number, code);
            return;
        }
    }

    bool Shrink(FaultCopy copy, ErrorCode code, in Record record)
    {
        var wasRetry = copy.IsRetry;
        if (!copy.ShrinkFor(code, settings.DeadLetterTopic)) return false;
        if (!wasRetry || copy.IsRetry) return true;
        order?.NotCopied(record);
        Lettered(copy, record);
        return true;
    }

    void Lettered(FaultCopy copy, in Record record)
    {
        Log.DeadLetter(loop.Logger, copy.Error, settings.Name, record.Topic, record.Partition, record.Offset, copy.Reason);
        RiderMetrics.DeadLetter(settings, record.Topic, copy.Reason);
        if (settings.Faults.Handler is not null) untold.Add(DeadLetterOf.Record(record, copy, settings));
    }
}
