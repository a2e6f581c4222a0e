namespace Librdkafka;

/// <summary>
/// Topics, offsets of groups, and the cluster. Every call runs on a thread of its own, because the library's calls block; a call ends
/// after the time-out or when it is cancelled, and what was asked for may then still happen.
/// </summary>
public sealed unsafe partial class Admin : IDisposable
{
    /// <summary>How long a request waits for the cluster unless said otherwise.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How often a waiting call looks at its cancellation, and serves the log.</summary>
    static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    readonly ClientHandle _client;
    readonly ClientCallbacks _callbacks;
    readonly TimeSpan _timeout;

    Admin(ClientHandle client, ClientCallbacks callbacks, TimeSpan timeout)
    {
        _client = client;
        _callbacks = callbacks;
        _timeout = timeout;
    }

    /// <summary>A new admin client. <paramref name="settings"/> by librdkafka's names; <c>bootstrap.servers</c> is needed.</summary>
    /// <exception cref="KafkaException">Settings are not valid: all of them are named.</exception>
    public static Admin Create(IReadOnlyDictionary<string, string> settings, TimeSpan? timeout = null, ClientEvents? events = null)
    {
        nint configuration = ClientConfiguration.Create(settings, "admin client");
        ClientCallbacks callbacks = new(events ?? new ClientEvents(), new TopicNames());
        callbacks.Register(configuration);
        ClientHandle client = ClientHandle.Create(Native.TypeProducer, configuration, callbacks, "admin client");
        KafkaException.ThrowIfFailed(Native.rd_kafka_set_log_queue(client, 0), "Creating an admin client");
        return new Admin(client, callbacks, timeout ?? DefaultTimeout);
    }

    /// <summary>The id of the cluster.</summary>
    /// <exception cref="KafkaException">No broker told it in time.</exception>
    public Task<string> ClusterId(CancellationToken cancellationToken = default) => OnOwnThread(
        () => ClientQueries.ClusterId(_client, _timeout) ?? throw new KafkaException(ErrorCode.TimedOut, "Reading the cluster id"),
        cancellationToken);

    /// <summary>Destroys the client.</summary>
    public void Dispose() => _client.Dispose();

    static Task<T> OnOwnThread<T>(Func<T> call, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(call, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Sends a request and hands its result event to <paramref name="read"/>, then destroys both.</summary>
    T Ask<T>(AdminOperation operation, string what, Send send, Func<nint, T> read, CancellationToken cancellationToken)
    {
        nint queue = Native.rd_kafka_queue_new(_client);
        nint options = Native.rd_kafka_AdminOptions_new(_client, operation);
        nint result = 0;
        try
        {
            int milliseconds = Text.Milliseconds(_timeout);
            Native.rd_kafka_AdminOptions_set_request_timeout(options, milliseconds, null, 0);
            if (operation is AdminOperation.CreateTopics or AdminOperation.DeleteTopics or AdminOperation.CreatePartitions
                or AdminOperation.DeleteRecords)
                Native.rd_kafka_AdminOptions_set_operation_timeout(options, milliseconds, null, 0);
            send(options, queue);

            // The library answers with a time-out of its own, so this loop ends.
            while (result == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                result = Native.rd_kafka_queue_poll(queue, Text.Milliseconds(Slice));
                Native.rd_kafka_poll(_client, 0);
            }

            ErrorCode code = Native.rd_kafka_event_error(result);
            if (code != ErrorCode.NoError) throw new KafkaException(code, what, Text.From(Native.rd_kafka_event_error_string(result)));
            return read(result);
        }
        finally
        {
            if (result != 0) Native.rd_kafka_event_destroy(result);
            Native.rd_kafka_AdminOptions_destroy(options);
            Native.rd_kafka_queue_destroy(queue);
            _callbacks.ThrowIfFailed();
        }
    }

    delegate void Send(nint options, nint queue);
}
