using Librdkafka;

namespace Capture;

/// <summary>Opens the way to Kafka that fits the cluster: transactions on real Kafka, acknowledgements on the embedded broker.</summary>
sealed class RecordSinks(
    IReadOnlyDictionary<string, string> connection, CaptureOptions options, ILogger<RecordSinks> logger, TimeProvider time) : IDisposable
{
    readonly Lock _lock = new();
    UnreadGate? _gate;
    string? _gateCluster;

    /// <summary>Looks at the cluster and at the topics, which are never made by writing to them.</summary>
    /// <exception cref="CaptureException">A topic is missing.</exception>
    /// <exception cref="KafkaException">The cluster cannot be reached.</exception>
    public async Task<KafkaCluster> Connect(CancellationToken cancellationToken)
    {
        using var admin = Admin.Create(connection, CaptureOptions.KafkaTimeout);
        var id = await admin.ClusterId(cancellationToken);
        var metadata = await admin.Metadata(cancellationToken);
        var partitions = Partitions(metadata, options.Topic);
        Partitions(metadata, options.PositionTopic);
        return new KafkaCluster(id, partitions);
    }

    /// <summary>Opens a sink, on the thread that will own it. Blocks until an earlier writer is fenced and its last transaction
    /// decided.</summary>
    public IRecordSink Open(KafkaCluster cluster, CapturedDatabase database, SourceIdentity identity, CancellationToken cancellationToken)
    {
        var events = new ProducerEvents
        {
            Error = error => logger.KafkaError(database.Name, $"{error.Reason} {error.Advice}"),
            Log = _ => { },
        };
        var context = new SinkContext(database, options, identity, connection, events, time);
        return Cluster.IsEmbedded(cluster.Id)
            ? new AcknowledgedSink(context, Gate(cluster), cancellationToken)
            : new TransactionalSink(context, cancellationToken);
    }

    public void Dispose() => _gate?.Dispose();

    static int Partitions(ClusterMetadata metadata, string topic) =>
        metadata.Topics.FirstOrDefault(found => found.Name == topic && found.Error == ErrorCode.NoError)?.Partitions.Count
        ?? throw new CaptureException($"Topic '{topic}' does not exist: topics are made before the capture starts, by './run' or by an "
            + "administrator, never by writing to them.");

    // An embedded broker that was started anew holds none of what was counted.
    UnreadGate Gate(KafkaCluster cluster)
    {
        lock (_lock)
        {
            if (_gate is not null && _gateCluster == cluster.Id) return _gate;
            _gate?.Dispose();
            logger.EmbeddedBroker();
            (_gate, _gateCluster) = (new UnreadGate(connection, options, cluster.Partitions, time), cluster.Id);
            return _gate;
        }
    }
}

/// <summary>The cluster that records go to.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Partitions">Number of partitions of the topic of the records.</param>
sealed record KafkaCluster(string Id, int Partitions);
