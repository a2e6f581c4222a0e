using Confluent.Kafka;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.KafkaIntegration;
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
    const int ShortSessionTimeout = 6_000;
    const int LibraryHeartbeat = 3_000;
    const int ShortHeartbeat = 2_000;

    readonly string topic;
    readonly IReceiveEndpointConfiguration endpoint;
    readonly FaultRules faults;
    ExactlyOnceOptions? exactlyOnce;
    IDeserializer<TKey> keyDeserializer;
    IDeserializer<TValue> valueDeserializer;
    IHeadersDeserializer headersDeserializer;
    ClientHandlers handlers = new();
    KafkaTopicOptions? missingTopic;
    DateTimeOffset? startAt;
    bool deliversTombstones;
    bool marksPartitionEnd;

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
        EnlistConsumers.At(this, () => exactlyOnce is not null, sagas);
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

    public ushort ConcurrentConsumerLimit { get; set; } = 1;

    public int ConcurrentDeliveryLimit { get; set; } = 1;

    FaultRules IKafkaFaultConfigurator.Faults => faults;

    ConsumerConfig Consumer { get; }

    public void ConfigureFetch(Action<IKafkaFetchConfigurator> configure) => configure(new FetchConfigurator(Consumer));

    public void UseIsolationLevel(IsolationLevel isolationLevel) => Consumer.IsolationLevel = isolationLevel;

    public void SetHeadersDeserializer(IHeadersDeserializer deserializer) => headersDeserializer = deserializer;

    public void StartAt(DateTimeOffset time) => startAt = time;

    public void DeliverTombstones() => deliversTombstones = true;

    public void SetOffsetsCommittedHandler(Action<CommittedOffsets> offsetsCommittedHandler) =>
        handlers = handlers with { OffsetsCommitted = offsetsCommittedHandler };

    public void SetStatisticsHandler(Action<string> statisticsHandler) => handlers = handlers with { Statistics = statisticsHandler };

    public void CreateIfMissing(Action<KafkaTopicOptions>? configure = null)
    {
        missingTopic = new KafkaTopicOptions(topic);
        configure?.Invoke(missingTopic);
    }

    public void SetKeyDeserializer(IDeserializer<TKey> deserializer) => keyDeserializer = deserializer;

    public void SetValueDeserializer(IDeserializer<TValue> deserializer) => valueDeserializer = deserializer;

    public void ExactlyOnce(Action<ExactlyOnceOptions>? configure = null)
    {
        exactlyOnce ??= new ExactlyOnceOptions();
        configure?.Invoke(exactlyOnce);
    }

    public override IEnumerable<ValidationResult> Validate()
    {
        foreach (var result in base.Validate()) yield return result;
        foreach (var result in missingTopic?.Validate() ?? []) yield return result;
        if (missingTopic is not null && topic.StartsWith('^'))
            yield return this.Failure(nameof(CreateIfMissing), $"{topic} is a pattern: name a topic to create");
        if (ConcurrentConsumerLimit == 0) yield return this.Failure(nameof(ConcurrentConsumerLimit), "is 0, at least 1 is needed");
    }

    internal ReceiveEndpoint Build(IBusInstance bus, EngineParts parts, bool isTemporary)
    {
        var builder = new ReceiveEndpointBuilder(endpoint);
        foreach (var specification in Specifications) specification.Configure(builder);
        var context = new TopicReceiveEndpointContext(bus, endpoint, topic);
        faults.Defaults = parts.FaultDefaults;
        List<string> problems = [];
        var state = StateOfSagas(parts, problems);
        var settings = Enumerable.Range(0, ConcurrentConsumerLimit).Select(member => Engine(member, context, state)).ToList();
        problems.AddRange(FaultProblems(settings[0]));
        if (problems.Count > 0) throw new ConfigurationException(string.Join(Environment.NewLine, problems));
        var missing = missingTopic is null ? null : new MissingTopic(missingTopic, parts, settings[0].Name);
        var engines = settings.ConvertAll(parts.Endpoint);
        return new ReceiveEndpoint(new TopicReceiveTransport(context, engines, missing, isTemporary), context);
    }

    RecordEndpointConfigurator Engine(int member, TopicReceiveEndpointContext context, IReadOnlyList<IEndpointState> state)
    {
        var engine = Engine(ConcurrentConsumerLimit > 1 ? $"{member:D2}" : "");
        var settings = new TopicEndpointSettings(engine.Name, engine.GroupId)
        {
            KeyBuckets = Math.Max(1, ConcurrentMessageLimit ?? 1),
            ConcurrentDeliveryLimit = Math.Max(1, ConcurrentDeliveryLimit),
            StartOffset = Offset,
            RetryTopics = engine.RetryTopics,
            DeliversTombstones = deliversTombstones,
            MarksPartitionEnd = marksPartitionEnd,
            State = state,
            IsPermanent = failure => faults.IsPermanent(failure) || exactlyOnce?.IsPermanent(failure) == true,
        };
        engine.Process(new TopicProcessor<TKey, TValue>(
            settings, keyDeserializer, valueDeserializer, headersDeserializer, context));
        return engine;
    }

    IEnumerable<string> FaultProblems(RecordEndpointConfigurator engine)
    {
        foreach (var problem in FaultValidation.Problems(faults, engine.Topics, engine.PartitionAssignmentStrategy))
            yield return $"{engine.Name}: {problem}";
        foreach (var problem in engine.ExactlyOnceProblems()) yield return problem;
        if (faults.KeyOrder && ConcurrentDeliveryLimit > 1)
            yield return $"{engine.Name}: PreserveKeyOrder needs ConcurrentDeliveryLimit 1, not {ConcurrentDeliveryLimit}";
    }

    /// <param name="member">Tells several consumers of one endpoint apart; empty for the only one.</param>
    RecordEndpointConfigurator Engine(string member)
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
            GroupInstanceId = string.IsNullOrEmpty(Consumer.GroupInstanceId) ? null : Consumer.GroupInstanceId + member,
            Member = member,
            StartAt = startAt,
            MarksPartitionEnd = marksPartitionEnd,
            Handlers = handlers,
            Faults = faults,
        };
        if (exactlyOnce is not null) engine.ExactlyOnce(exactlyOnce);

        // Soon noticed, a dead member holds up neither its partitions nor the readers of its transaction for long.
        var (session, heartbeat) = exactlyOnce is null
            ? (LibrarySessionTimeout, LibraryHeartbeat)
            : (ShortSessionTimeout, ShortHeartbeat);
        engine.Consumer("session.timeout.ms", (Consumer.SessionTimeoutMs ?? session).ToString());
        engine.Consumer("heartbeat.interval.ms", (Consumer.HeartbeatIntervalMs ?? heartbeat).ToString());
        foreach (var (key, value) in ClientSettings.Entries(Consumer))
            if (!ClientSettings.IsOwned(key)) engine.Consumer(key, value);
        return engine;
    }
}
