using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>
/// The embedded broker: librdkafka's mock cluster, listening on loopback ports of this process. It speaks Kafka's protocol to any
/// client, but keeps 5 MiB a partition in memory, forgets everything at exit, keeps aborted records visible, and knows no admin
/// requests: topics are made here.
/// </summary>
public sealed unsafe class MockCluster : IDisposable
{
    readonly Lock _lock = new();
    readonly ClientHandle _client;
    readonly int _brokers;
    nint _cluster;

    MockCluster(ClientHandle client, nint cluster, int brokers)
    {
        _client = client;
        _cluster = cluster;
        _brokers = brokers;
        BootstrapServers = Text.From(Native.rd_kafka_mock_cluster_bootstraps(cluster));
    }

    /// <summary>What clients connect to, <c>127.0.0.1:port</c> of each broker.</summary>
    public string BootstrapServers { get; }

    /// <summary>Starts a cluster of so many brokers; their ids are 1 and up.</summary>
    /// <exception cref="KafkaException">The ports cannot be opened.</exception>
    public static MockCluster Start(int brokers = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(brokers);
        _ = LibraryVersion.Number;
        nint configuration = Native.rd_kafka_conf_new();
        Native.rd_kafka_conf_set_log_cb(configuration, &Discard);
        ClientCallbacks callbacks = new(new ClientEvents(), new TopicNames());
        ClientHandle client = ClientHandle.Create(Native.TypeProducer, configuration, callbacks, "mock cluster");
        nint cluster = Native.rd_kafka_mock_cluster_new(client, brokers);
        if (cluster != 0) return new MockCluster(client, cluster, brokers);
        client.Dispose();
        throw new KafkaException(ErrorCode.Failure, "Starting the embedded broker", "its ports on 127.0.0.1 could not be opened");
    }

    /// <summary>Makes a topic. One that exists stays as it is.</summary>
    /// <exception cref="KafkaException">The number of partitions is not possible.</exception>
    public void CreateTopic(string name, int partitions)
    {
        lock (_lock)
        {
            ErrorCode code = Native.rd_kafka_mock_topic_create(Cluster, name, partitions, _brokers);
            if (code != ErrorCode.TopicExists) KafkaException.ThrowIfFailed(code, $"Creating topic '{name}' with {partitions} partitions");
        }
    }

    /// <summary>Breaks a broker's connections and refuses new ones.</summary>
    public void BrokerDown(int broker = 1)
    {
        lock (_lock) KafkaException.ThrowIfFailed(Native.rd_kafka_mock_broker_set_down(Cluster, broker), $"Taking down broker {broker}");
    }

    /// <summary>Ends <see cref="BrokerDown"/>.</summary>
    public void BrokerUp(int broker = 1)
    {
        lock (_lock) KafkaException.ThrowIfFailed(Native.rd_kafka_mock_broker_set_up(Cluster, broker), $"Bringing up broker {broker}");
    }

    /// <summary>Delays every answer of a broker.</summary>
    public void Delay(TimeSpan roundTrip, int broker = 1)
    {
        lock (_lock)
        {
            ErrorCode code = Native.rd_kafka_mock_broker_set_rtt(Cluster, broker, Text.Milliseconds(roundTrip));
            KafkaException.ThrowIfFailed(code, $"Delaying broker {broker}");
        }
    }

    /// <summary>
    /// The next requests of a kind (the protocol's API key, for example 0 produce, 1 fetch, 8 offset commit) fail, one error each.
    /// </summary>
    public void FailRequests(short apiKey, params ReadOnlySpan<ErrorCode> errors)
    {
        lock (_lock)
        {
            fixed (ErrorCode* first = errors)
                Native.rd_kafka_mock_push_request_errors_array(Cluster, apiKey, (nuint)errors.Length, first);
        }
    }

    /// <summary>Every answer about a topic carries the error, until it is set to NoError.</summary>
    public void FailTopic(string name, ErrorCode error)
    {
        lock (_lock) Native.rd_kafka_mock_topic_set_error(Cluster, name, error);
    }

    /// <summary>Stops the cluster; its records are gone.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_cluster == 0) return;
            Native.rd_kafka_mock_cluster_destroy(_cluster);
            _cluster = 0;
            _client.Dispose();
        }
    }

    nint Cluster => _cluster != 0 ? _cluster : throw new ObjectDisposedException(nameof(MockCluster));

    /// <summary>The host client connects to nothing; its complaints about that are of no use to anyone.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Discard(nint client, int severity, byte* facility, byte* message)
    {
    }
}
