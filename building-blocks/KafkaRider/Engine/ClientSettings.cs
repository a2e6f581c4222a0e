using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider;

/// <summary>The librdkafka settings of every client that the rider makes.</summary>
internal static class ClientSettings
{
    /// <summary>Largest record, in bytes: JSON inside JSON may be large, and a dead letter adds headers.</summary>
    internal const int MaxRecordBytes = 2 * 1024 * 1024;

    /// <summary>How soon a dead member's partitions go to another, in milliseconds: the least that brokers allow by default.</summary>
    const int SessionTimeout = 6_000;

    /// <summary>A third of the session, in milliseconds.</summary>
    const int HeartbeatInterval = 2_000;

    /// <summary>How soon new topics and partitions are noticed, in milliseconds.</summary>
    const int MetadataRefresh = 5_000;

    /// <summary>Longest wait before the next attempt to connect, in milliseconds: a broker that is back must be found within
    /// seconds.</summary>
    const int ReconnectBackOffLimit = 2_000;

    /// <summary>
    /// How long a fetch waits for records, in milliseconds. New records end it at once; but a partition that was paused or sought is
    /// fetched only after the fetch that is under way.
    /// </summary>
    const int FetchWait = 100;

    /// <summary>How long a produced record waits for company, in milliseconds.</summary>
    const int Linger = 2;

    /// <summary>After this the broker aborts an open transaction, in milliseconds: how long a killed instance holds up its
    /// readers.</summary>
    const int TransactionTimeout = 10_000;

    /// <summary>How long a record may wait for its acknowledgement, in milliseconds.</summary>
    const int DeliveryTimeout = 30_000;

    /// <summary>Settings that only Confluent's client knows.</summary>
    const string ForeignPrefix = "dotnet.";

    internal static Dictionary<string, string> Connection(ClientConfig? given, IServiceProvider services)
    {
        if ((given ?? services.GetService<ClientConfig>()) is { } config) return Entries(config);
        return services.GetService<KafkaConnection>() is { } connection ? new(connection.Settings) : [];
    }

    internal static Dictionary<string, string> Entries(Config config) =>
        new(config.Where(entry => !entry.Key.StartsWith(ForeignPrefix, StringComparison.Ordinal)));

    internal static Dictionary<string, string> Consumer(
        IReadOnlyDictionary<string, string> connection, RecordEndpointConfigurator endpoint, InstanceIdentity? identity)
    {
        var settings = Probe(connection, endpoint);
        settings["auto.offset.reset"] = endpoint.AutoOffsetReset.ToString().ToLowerInvariant();
        settings["enable.partition.eof"] = "true";
        settings["partition.assignment.strategy"] = AssignorName(endpoint.PartitionAssignmentStrategy);
        settings.TryAdd("session.timeout.ms", SessionTimeout.ToString());
        settings.TryAdd("heartbeat.interval.ms", HeartbeatInterval.ToString());
        settings.TryAdd("fetch.wait.max.ms", FetchWait.ToString());
        settings.TryAdd("topic.metadata.refresh.interval.ms", MetadataRefresh.ToString());
        if ((identity?.GroupInstanceId ?? endpoint.GroupInstanceId) is { } instance) settings["group.instance.id"] = instance;
        foreach (var (key, value) in endpoint.ConsumerSettings) settings[key] = value;
        return Owned(settings);
    }

    /// <summary>A consumer that never joins the group: it asks for offsets.</summary>
    internal static Dictionary<string, string> Probe(IReadOnlyDictionary<string, string> connection, RecordEndpointConfigurator endpoint)
    {
        var settings = Client(connection);
        settings["group.id"] = endpoint.GroupId;
        settings["isolation.level"] = endpoint.IsolationLevel == IsolationLevel.ReadCommitted ? "read_committed" : "read_uncommitted";
        return Owned(settings);
    }

    internal static Dictionary<string, string> Admin(IReadOnlyDictionary<string, string> connection) => Client(connection);

    internal static Dictionary<string, string> Producer(IReadOnlyDictionary<string, string> connection, RecordEndpointConfigurator endpoint)
    {
        var settings = Client(connection);
        settings.TryAdd("message.max.bytes", MaxRecordBytes.ToString());
        settings.TryAdd("linger.ms", Linger.ToString());
        settings.TryAdd("message.timeout.ms", DeliveryTimeout.ToString());
        settings["enable.idempotence"] = "true";
        settings["partitioner"] = "murmur2_random";
        foreach (var (key, value) in endpoint.ProducerSettings) settings[key] = value;
        return settings;
    }

    /// <summary>A client that only asks whether the broker is there.</summary>
    internal static Dictionary<string, string> Watch(IReadOnlyDictionary<string, string> connection) => Client(connection);

    /// <summary>A producer of user code: its own settings win.</summary>
    internal static Dictionary<string, string> TypedProducer(IReadOnlyDictionary<string, string> connection, ProducerConfig config)
    {
        var settings = Client(connection);
        settings["linger.ms"] = Linger.ToString();
        settings["partitioner"] = "murmur2_random";
        foreach (var (key, value) in Entries(config)) settings[key] = value;
        return settings;
    }

    internal static Dictionary<string, string> TransactionalProducer(
        IReadOnlyDictionary<string, string> connection, RecordEndpointConfigurator endpoint, string transactionalId)
    {
        var settings = Producer(connection, endpoint);
        settings["transactional.id"] = transactionalId;
        settings["transaction.timeout.ms"] = TransactionTimeout.ToString();

        // No record outlives its transaction.
        settings["message.timeout.ms"] = TransactionTimeout.ToString();
        settings["delivery.report.only.error"] = "true";
        return settings;
    }

    /// <summary>Settings with a place of their own in <see cref="RecordEndpointConfigurator"/>, or that no user may change.</summary>
    internal static bool IsOwned(string key) => key is "group.id" or "enable.auto.commit" or "auto.commit.interval.ms"
        or "enable.auto.offset.store" or "enable.partition.eof" or "isolation.level" or "auto.offset.reset"
        or "partition.assignment.strategy" or "group.instance.id";

    static Dictionary<string, string> Client(IReadOnlyDictionary<string, string> connection)
    {
        var settings = new Dictionary<string, string>(connection);
        settings.TryAdd("reconnect.backoff.max.ms", ReconnectBackOffLimit.ToString());
        settings.TryAdd("socket.keepalive.enable", "true");
        return settings;
    }

    /// <summary>Positions are the rider's alone to commit.</summary>
    static Dictionary<string, string> Owned(Dictionary<string, string> settings)
    {
        settings["enable.auto.commit"] = "false";
        settings["enable.auto.offset.store"] = "false";
        return settings;
    }

    static string AssignorName(PartitionAssignmentStrategy strategy) => strategy switch
    {
        PartitionAssignmentStrategy.RoundRobin => "roundrobin",
        PartitionAssignmentStrategy.CooperativeSticky => "cooperative-sticky",
        _ => "range",
    };
}
