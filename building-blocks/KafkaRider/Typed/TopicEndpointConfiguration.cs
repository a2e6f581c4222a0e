using Confluent.Kafka;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.KafkaIntegration.Serializers;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>Collects what the user says about a typed endpoint, then builds it.</summary>
internal sealed partial class TopicEndpointConfiguration<TKey, TValue>
    : ReceiverConfiguration, IKafkaTopicReceiveEndpointConfigurator<TKey, TValue>
    where TValue : class
{
    const int DefaultPrefetch = 1_000;
    const int LibrarySessionTimeout = 45_000;
    const int LibraryHeartbeat = 3_000;

    readonly string topic;
    readonly IReceiveEndpointConfiguration endpoint;
    readonly FaultRules faults;
    IDeserializer<TKey> keyDeserializer;
    IDeserializer<TValue> valueDeserializer;
    IHeadersDeserializer headersDeserializer;

    internal TopicEndpointConfiguration(
        string topic,
        ConsumerConfig consumer,
        IReceiveEndpointConfiguration endpoint,
        IKafkaSerializerFactory serializers,
        IHeadersDeserializer headersDeserializer)
        : base(endpoint)
    {
        this.topic = topic;
        this.endpoint = endpoint;
        this.headersDeserializer = headersDeserializer;
        Consumer = new ConsumerConfig(consumer.ToDictionary());
        faults = new FaultRules { GroupId = Consumer.GroupId };
        keyDeserializer = serializers.GetDeserializer<TKey>();
        valueDeserializer = serializers.GetDeserializer<TValue>();
        PublishFaults = false;
        PrefetchCount = DefaultPrefetch;
        ConcurrentMessageLimit = 1;

        // A fault comes back to the processor, which decides; a message that nobody consumes is done.
        this.DiscardSkippedMessages();
        this.RethrowFaultedMessages();
    }

    public long Offset { get; set; } = Confluent.Kafka.Offset.Unset;

    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMinutes(1);

    public ushort CheckpointMessageCount { get; set; } = 5_000;

    public ushort MessageLimit { get; set; } = 10_000;

    public int ConcurrentDeliveryLimit { get; set; } = 1;

    FaultRules IKafkaFaultConfigurator.Faults => faults;

    ConsumerConfig Consumer { get; }

    public void ConfigureFetch(Action<IKafkaFetchConfigurator> configure) => configure(new FetchConfigurator(Consumer));

    public void UseIsolationLevel(IsolationLevel isolationLevel) => Consumer.IsolationLevel = isolationLevel;

    public void SetHeadersDeserializer(IHeadersDeserializer deserializer) => headersDeserializer = deserializer;

    public void SetKeyDeserializer(IDeserializer<TKey> deserializer) => keyDeserializer = deserializer;

    public void SetValueDeserializer(IDeserializer<TValue> deserializer) => valueDeserializer = deserializer;

    internal ReceiveEndpoint Build(IBusInstance bus, EngineParts parts)
    {
        var builder = new ReceiveEndpointBuilder(endpoint);
        foreach (var specification in Specifications) specification.Configure(builder);
        var context = new TopicReceiveEndpointContext(bus, endpoint, topic);
        var engine = Engine();
        faults.Defaults = parts.FaultDefaults;
        var problems = FaultProblems(engine).ToList();
        if (problems.Count > 0) throw new ConfigurationException(string.Join(Environment.NewLine, problems));
        var settings = new TopicEndpointSettings(engine.Name, engine.GroupId)
        {
            KeyBuckets = Math.Max(1, ConcurrentMessageLimit ?? 1),
            ConcurrentDeliveryLimit = Math.Max(1, ConcurrentDeliveryLimit),
            StartOffset = Offset,
            RetryTopics = engine.RetryTopics,
        };
        engine.Process(new TopicProcessor<TKey, TValue>(
            settings, keyDeserializer, valueDeserializer, headersDeserializer, context));
        return new ReceiveEndpoint(new TopicReceiveTransport(context, () => parts.Endpoint(engine)), context);
    }

    IEnumerable<string> FaultProblems(RecordEndpointConfigurator engine)
    {
        foreach (var problem in FaultValidation.Problems(faults, engine.Topics, engine.PartitionAssignmentStrategy))
            yield return $"{engine.Name}: {problem}";
        if (faults.KeyOrder && ConcurrentDeliveryLimit > 1)
            yield return $"{engine.Name}: PreserveKeyOrder needs ConcurrentDeliveryLimit 1, not {ConcurrentDeliveryLimit}";
    }

    RecordEndpointConfigurator Engine()
    {
        var engine = new RecordEndpointConfigurator([topic], Consumer.GroupId)
        {
            BatchSize = PrefetchCount,
            QueueRecordLimit = Math.Max(1, (int)MessageLimit),
            CheckpointInterval = CheckpointInterval,
            CheckpointMessageCount = CheckpointMessageCount,
            AutoOffsetReset = Consumer.AutoOffsetReset ?? Confluent.Kafka.AutoOffsetReset.Latest,
            IsolationLevel = Consumer.IsolationLevel ?? IsolationLevel.ReadCommitted,
            PartitionAssignmentStrategy = Consumer.PartitionAssignmentStrategy ?? Confluent.Kafka.PartitionAssignmentStrategy.Range,
            GroupInstanceId = Consumer.GroupInstanceId,
            Faults = faults,
        };
        engine.Consumer("session.timeout.ms", (Consumer.SessionTimeoutMs ?? LibrarySessionTimeout).ToString());
        engine.Consumer("heartbeat.interval.ms", (Consumer.HeartbeatIntervalMs ?? LibraryHeartbeat).ToString());
        foreach (var (key, value) in ClientSettings.Entries(Consumer))
            if (!ClientSettings.IsOwned(key)) engine.Consumer(key, value);
        return engine;
    }
}
