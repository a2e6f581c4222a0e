using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>
/// A producer. <see cref="Produce"/> may be called by any thread; <see cref="Poll"/>, <see cref="Flush"/> and the transactional calls
/// by one thread at a time, which is where delivery reports, errors and log lines arrive. Order within a partition is kept with
/// <c>enable.idempotence</c> or <c>max.in.flight=1</c>.
/// </summary>
public sealed unsafe partial class Producer : IDisposable
{
    /// <summary>The partition that lets the partitioner choose: by key as the Java client does, at random for a null key.</summary>
    public const int AnyPartition = -1;

    /// <summary>Up to this many headers go on the stack; a record with more pays for a native list.</summary>
    const int HeadersOnStack = 16;

    const int FixedArguments = 7;
    readonly ClientHandle _client;
    readonly ClientCallbacks _callbacks;

    Producer(ClientHandle client, ClientCallbacks callbacks)
    {
        _client = client;
        _callbacks = callbacks;
    }

    /// <summary>How many records and requests wait to be sent, acknowledged, or reported by <see cref="Poll"/>.</summary>
    public int OutQueueLength => Native.rd_kafka_outq_len(_client);

    /// <summary>
    /// A new producer. <paramref name="settings"/> by librdkafka's names; <c>bootstrap.servers</c> is needed. The partitioner is
    /// <c>murmur2_random</c> unless set: the same partition for a key as from every Java client.
    /// </summary>
    /// <exception cref="KafkaException">Settings are not valid: all of them are named.</exception>
    public static Producer Create(IReadOnlyDictionary<string, string> settings, ProducerEvents? events = null)
    {
        events ??= new ProducerEvents();
        Dictionary<string, string> all = new(settings);
        all.TryAdd("partitioner", "murmur2_random");
        nint configuration = ClientConfiguration.Create(all, "producer");
        ClientCallbacks callbacks = new(events, new TopicNames());
        callbacks.Register(configuration);
        ClientHandle client = ClientHandle.Create(Native.TypeProducer, configuration, callbacks, "producer");
        KafkaException.ThrowIfFailed(Native.rd_kafka_set_log_queue(client, 0), "Creating a producer");
        return new Producer(client, callbacks);
    }

    /// <summary>
    /// Queues a copy of the record. A default span is a null key or value, an empty one an empty key or value. NoError: its fate
    /// comes to <see cref="ProducerEvents.Delivered"/>. <see cref="ErrorCode.QueueFull"/>: poll and try again. Any other code: it was
    /// not queued.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition, or <see cref="AnyPartition"/>.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="headers">The headers, or null.</param>
    /// <param name="timestamp">Milliseconds since 1970-01-01 UTC; 0: now.</param>
    /// <param name="opaque">Comes back in the delivery report.</param>
    public ErrorCode Produce(
        string topic,
        int partition,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        OutgoingHeaders? headers = null,
        long timestamp = 0,
        nint opaque = 0)
    {
        int headerCount = headers?.Count ?? 0;
        int inline = headerCount <= HeadersOnStack ? headerCount : 0;
        ProduceArgument* arguments = stackalloc ProduceArgument[FixedArguments + inline];
        fixed (byte* keyPointer = &MemoryMarshal.GetReference(key), valuePointer = &MemoryMarshal.GetReference(value))
        fixed (byte* headerMemory = &(headers is null ? ref *(byte*)null : ref headers.Memory))
        {
            arguments[0] = new() { Kind = ArgumentKind.TopicHandle, Pointer = _client.Topic(topic) };
            arguments[1] = new() { Kind = ArgumentKind.Partition, Number = partition };
            arguments[2] = new() { Kind = ArgumentKind.Flags, Number = Native.FlagCopy };
            arguments[3] = new() { Kind = ArgumentKind.Key, Memory = keyPointer, MemorySize = (nuint)key.Length };
            arguments[4] = new() { Kind = ArgumentKind.Value, Memory = valuePointer, MemorySize = (nuint)value.Length };
            arguments[5] = new() { Kind = ArgumentKind.Timestamp, LongNumber = timestamp };
            arguments[6] = new() { Kind = ArgumentKind.Opaque, Pointer = opaque };
            if (inline > 0) headers!.Write(arguments + FixedArguments, headerMemory);
            if (headerCount > inline) return ProduceWithHeaderList(arguments, headers!, headerMemory);
            return Code(Native.rd_kafka_produceva(_client, arguments, (nuint)(FixedArguments + inline)));
        }
    }

    /// <summary>Serves delivery reports, errors and log lines, waiting at most so long for the first; how many were served.</summary>
    public int Poll(TimeSpan timeout)
    {
        int served = Native.rd_kafka_poll(_client, Text.Milliseconds(timeout));
        _callbacks.ThrowIfFailed();
        return served;
    }

    /// <summary>
    /// Sends everything queued at once and waits for its delivery reports; false when some still wait at the end of the time.
    /// </summary>
    public bool Flush(TimeSpan timeout)
    {
        ErrorCode code = Native.rd_kafka_flush(_client, Text.Milliseconds(timeout));
        _callbacks.ThrowIfFailed();
        return code == ErrorCode.NoError;
    }

    /// <summary>
    /// Gives up on queued and in-flight records; each is reported with <see cref="ErrorCode.PurgedInQueue"/> or <see
    /// cref="ErrorCode.PurgedInFlight"/>.
    /// </summary>
    /// <exception cref="KafkaException">The client cannot.</exception>
    public void Purge() =>
        KafkaException.ThrowIfFailed(Native.rd_kafka_purge(_client, Native.PurgeQueue | Native.PurgeInFlight), "Purging the producer");

    /// <summary>The fatal error that stands, or null. After one nothing can be produced any more.</summary>
    public ClientError? FatalError()
    {
        const int reasonSize = 512;
        byte* reason = stackalloc byte[reasonSize];
        ErrorCode code = Native.rd_kafka_fatal_error(_client, reason, reasonSize);
        return code == ErrorCode.NoError ? null : new ClientError(code, Text.From(reason), IsFatal: true);
    }

    /// <summary>
    /// The id of the cluster, null when it is not known in time. Once known it is told without asking; see <see cref="IsAnswered"/>.
    /// </summary>
    public string? ClusterId(TimeSpan timeout) => ClientQueries.ClusterId(_client, timeout);

    /// <summary>Sends a request to the cluster: whether a broker answers it in time.</summary>
    public bool IsAnswered(TimeSpan timeout) => ClientQueries.IsAnswered(_client, timeout);

    /// <summary>Destroys the client. What is still queued is lost: flush before.</summary>
    public void Dispose() => _client.Dispose();

    static ErrorCode Code(nint error)
    {
        if (error == 0) return ErrorCode.NoError;
        ErrorCode code = Native.rd_kafka_error_code(error);
        Native.rd_kafka_error_destroy(error);
        return code;
    }

    ErrorCode ProduceWithHeaderList(ProduceArgument* fixedArguments, OutgoingHeaders headers, byte* headerMemory)
    {
        ProduceArgument* arguments = stackalloc ProduceArgument[FixedArguments + 1];
        new Span<ProduceArgument>(fixedArguments, FixedArguments).CopyTo(new Span<ProduceArgument>(arguments, FixedArguments));
        nint list = headers.ToNative(headerMemory);
        arguments[FixedArguments] = new() { Kind = ArgumentKind.Headers, Pointer = list };
        ErrorCode code = Code(Native.rd_kafka_produceva(_client, arguments, FixedArguments + 1));

        // Queued, the list belongs to the record; refused, it is still ours.
        if (code != ErrorCode.NoError) Native.rd_kafka_headers_destroy(list);
        return code;
    }
}
