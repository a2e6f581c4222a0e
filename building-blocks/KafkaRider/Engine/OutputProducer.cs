using Librdkafka;

namespace KafkaRider;

/// <summary>
/// The producer of an at-least-once endpoint and the thread that serves its delivery reports. Made when something is produced for the first
/// time: most endpoints that only have dead letters never need it.
/// </summary>
internal sealed class OutputProducer(
    RecordEndpointConfigurator settings, IReadOnlyDictionary<string, string> connection, EndpointLoop loop) : IDisposable
{
    const int BitsOfCopy = 32;

    readonly Lock gate = new();
    readonly List<Acknowledgements?> outputs = [];
    volatile Producer? producer;
    Thread? thread;
    volatile bool disposing;

    /// <summary>Room may have come into the queue.</summary>
    internal ManualResetEventSlim Served { get; } = new();

    /// <summary>Gives an output its place among those that delivery reports name.</summary>
    internal int Register(Acknowledgements output)
    {
        lock (gate)
        {
            var free = outputs.IndexOf(null);
            if (free < 0) outputs.Add(output);
            else outputs[free] = output;
            return free < 0 ? outputs.Count - 1 : free;
        }
    }

    internal void Release(int slot)
    {
        lock (gate) outputs[slot] = null;
    }

    /// <summary>Queues a copy; its report comes to the output. Copy 0 is an ordinary record, others are dead letters by their
    /// number.</summary>
    internal ErrorCode Produce(
        int slot, int copy, string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, OutgoingHeaders? headers)
    {
        var opaque = (nint)(((long)slot << BitsOfCopy) | (uint)copy);
        while (true)
        {
            Served.Reset();
            var code = Client().Produce(topic, partition, key, value, headers, timestamp: 0, opaque);
            if (code != ErrorCode.QueueFull) return code;
            Served.Wait(EndpointLimits.QueueFullWait);
        }
    }

    public void Dispose()
    {
        disposing = true;
        thread?.Join();
        producer?.Dispose();
    }

    Producer Client()
    {
        if (producer is { } made) return made;
        lock (gate)
        {
            if (producer is not null) return producer;
            producer = Producer.Create(ClientSettings.Producer(connection, settings), new ProducerEvents
            {
                TokenNeeded = settings.TokenNeeded,
                Delivered = Delivered,
                Error = loop.Monitor.ClientError,
                Log = line => Log.ClientLine(loop.Logger, line.Level, settings.Name, line.Facility, line.Message),
            });
            thread = new Thread(Serve) { IsBackground = true, Name = $"kafka output {settings.Name}" };
            thread.Start();
            return producer;
        }
    }

    void Serve()
    {
        while (!disposing)
        {
            producer!.Poll(EndpointLimits.PollWait);
            Served.Set();
        }

        producer!.Flush(EndpointLimits.FlushTimeout);
    }

    void Delivered(DeliveryReport report)
    {
        Acknowledgements? waiting;
        lock (gate) waiting = outputs[(int)(report.Opaque >> BitsOfCopy)];
        waiting?.Delivered((int)(report.Opaque & uint.MaxValue), report.Error);
    }
}
