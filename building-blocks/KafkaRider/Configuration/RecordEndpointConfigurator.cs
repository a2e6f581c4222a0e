using Confluent.Kafka;
using Librdkafka;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider;

/// <summary>Settings of one record endpoint. Limits and defaults: <see cref="RecordEndpointDefaults"/>.</summary>
public sealed class RecordEndpointConfigurator : IKafkaFaultConfigurator
{
    readonly Dictionary<string, string> consumerSettings = [];
    readonly Dictionary<string, string> producerSettings = [];

    internal RecordEndpointConfigurator(IReadOnlyList<string> topics, string groupId)
    {
        Topics = topics;
        GroupId = groupId;
        Faults = new FaultRules { GroupId = groupId };
    }

    /// <summary>Subscribed topics.</summary>
    public IReadOnlyList<string> Topics { get; }

    /// <summary>Consumer group.</summary>
    public string GroupId { get; }

    /// <summary>Most records of one batch. A batch never waits to be filled: it starts with what is there.</summary>
    public int BatchSize { get; set; } = RecordEndpointDefaults.BatchSize;

    /// <summary>Most partitions processed at the same time (at-least-once).</summary>
    public int ConcurrentPartitionLimit { get; set; } = RecordEndpointDefaults.ConcurrentPartitionLimit;

    /// <summary>Most records waiting in one partition's queue.</summary>
    public int QueueRecordLimit { get; set; } = RecordEndpointDefaults.QueueRecordLimit;

    /// <summary>Most bytes waiting in one partition's queue.</summary>
    public int QueueByteLimit { get; set; } = RecordEndpointDefaults.QueueByteLimit;

    /// <summary>Longest time between two commits of positions (at-least-once).</summary>
    public TimeSpan CheckpointInterval { get; set; } = RecordEndpointDefaults.CheckpointInterval;

    /// <summary>Most records between two commits of positions (at-least-once).</summary>
    public int CheckpointMessageCount { get; set; } = RecordEndpointDefaults.CheckpointMessageCount;

    /// <summary>How long a stop waits for work in flight.</summary>
    public TimeSpan StopTimeout { get; set; } = RecordEndpointDefaults.StopTimeout;

    /// <summary>How long a rebalance waits for the work in flight of revoked partitions before it is cancelled.</summary>
    public TimeSpan RevokeTimeout { get; set; } = RecordEndpointDefaults.RevokeTimeout;

    /// <summary>First wait after a failed batch; doubled by each further failure up to <see cref="LongestBackOff"/>.</summary>
    public TimeSpan FirstBackOff { get; set; } = RecordEndpointDefaults.FirstBackOff;

    /// <summary>Longest wait between two attempts.</summary>
    public TimeSpan LongestBackOff { get; set; } = RecordEndpointDefaults.LongestBackOff;

    /// <summary>Where a group without a committed offset starts. Default: the oldest record.</summary>
    public AutoOffsetReset AutoOffsetReset { get; set; } = AutoOffsetReset.Earliest;

    /// <summary>
    /// Where a group without a committed offset starts instead: at the first record of this time or later, else at the end. Null: <see
    /// cref="AutoOffsetReset"/>.
    /// </summary>
    public DateTimeOffset? StartAt { get; set; }

    /// <summary>Whether records of open and aborted transactions are invisible. Default: they are.</summary>
    public IsolationLevel IsolationLevel { get; set; } = IsolationLevel.ReadCommitted;

    /// <summary>How the group shares partitions. Default: range, which keeps equally partitioned topics together.</summary>
    public PartitionAssignmentStrategy PartitionAssignmentStrategy { get; set; } = PartitionAssignmentStrategy.Range;

    /// <summary>
    /// Static membership: a name that this instance alone has and keeps over restarts. With other topics it needs another name: brokers
    /// give a static member that comes back within its session what it had before (KAFKA-13435).
    /// </summary>
    public string? GroupInstanceId { get; set; }

    /// <summary>Topic of dead letters; null without one.</summary>
    public string? DeadLetterTopic => Faults.DeadLetterTopic;

    /// <summary>Topics in which failed records wait, in the order of their delays; empty without retry topics.</summary>
    public IReadOnlyList<string> RetryTopics => [.. Faults.Rungs.Select(rung => rung.Topic).Distinct()];

    internal FaultRules Faults { get; init; }

    FaultRules IKafkaFaultConfigurator.Faults => Faults;

    internal string Name => $"{string.Join(',', Topics)}/{GroupId}";

    /// <summary>Records know whether they were the last of their partition.</summary>
    internal bool MarksPartitionEnd { get; init; }

    internal ClientHandlers Handlers { get; init; } = new();

    /// <summary>Gives OAuth tokens to the endpoint's clients; null where the library does that itself.</summary>
    internal Action<TokenRequest>? TokenNeeded { get; set; }

    internal RecordTrace? Trace { get; private set; }

    /// <summary>Tells several consumers of one endpoint apart; empty for the only one.</summary>
    internal string Member { get; init; } = "";

    internal ExactlyOnceOptions? ExactlyOnceOptions { get; private set; }

    internal IRecordProcessor? Processor { get; private set; }

    internal IReadOnlyDictionary<string, string> ConsumerSettings => consumerSettings;

    internal IReadOnlyDictionary<string, string> ProducerSettings => producerSettings;

    /// <summary>Handles the records with <typeparamref name="TProcessor"/>: the registered singleton, else an instance made here.</summary>
    public void Process<TProcessor>(IServiceProvider context)
        where TProcessor : class, IRecordProcessor =>
        Process(context.GetService<TProcessor>() ?? ActivatorUtilities.CreateInstance<TProcessor>(context));

    /// <summary>Handles the records with this processor.</summary>
    public void Process(IRecordProcessor processor)
    {
        if (Processor is not null)
            throw new ConfigurationException($"Endpoint {Name} has two processors; an endpoint has one.");
        Processor = processor;
    }

    /// <summary>
    /// Outputs, dead letters and positions become one Kafka transaction. On a broker without transactions (the embedded one) the endpoint
    /// runs at-least-once and warns once.
    /// </summary>
    public void ExactlyOnce(Action<ExactlyOnceOptions>? configure = null)
    {
        ExactlyOnceOptions ??= new ExactlyOnceOptions();
        Faults.ExactlyOnce = true;
        configure?.Invoke(ExactlyOnceOptions);
    }

    internal void ExactlyOnce(ExactlyOnceOptions options)
    {
        ExactlyOnceOptions = options;
        Faults.ExactlyOnce = true;
    }

    /// <summary>Makes the uuid of a record's event its trace id, unless the record carries a <c>traceparent</c>.</summary>
    public void TraceBy(RecordTrace trace) => Trace = trace;

    /// <summary>Sets one librdkafka setting of this endpoint's consumer.</summary>
    public void Consumer(string key, string value) => consumerSettings[key] = value;

    /// <summary>Sets one librdkafka setting of this endpoint's producer.</summary>
    public void Producer(string key, string value) => producerSettings[key] = value;

    internal IEnumerable<string> Problems()
    {
        if (Topics.Count == 0 || Topics.Any(string.IsNullOrWhiteSpace)) yield return $"{Name}: name a topic";
        if (string.IsNullOrWhiteSpace(GroupId)) yield return $"{Name}: name a consumer group";
        if (Processor is null) yield return $"{Name}: has no processor; call Process";
        foreach (var problem in FaultValidation.Problems(Faults, Topics, PartitionAssignmentStrategy)) yield return $"{Name}: {problem}";
        foreach (var problem in ExactlyOnceProblems()) yield return problem;
        foreach (var (name, value) in Counts())
            if (value < 1) yield return $"{Name}: {name} is {value}, at least 1 is needed";
        foreach (var (name, value) in Durations())
            if (value <= TimeSpan.Zero) yield return $"{Name}: {name} is {value}, more than zero is needed";
    }

    internal IEnumerable<string> ExactlyOnceProblems()
    {
        if (ExactlyOnceOptions is not { } options) yield break;
        if (IsolationLevel != IsolationLevel.ReadCommitted)
            yield return $"{Name}: an exactly-once endpoint reads committed records only; set its isolation level to ReadCommitted";
        foreach (var problem in options.Problems()) yield return $"{Name}: ExactlyOnce: {problem}";
    }

    IEnumerable<(string Name, int Value)> Counts() =>
    [
        (nameof(BatchSize), BatchSize),
        (nameof(ConcurrentPartitionLimit), ConcurrentPartitionLimit),
        (nameof(QueueRecordLimit), QueueRecordLimit),
        (nameof(QueueByteLimit), QueueByteLimit),
        (nameof(CheckpointMessageCount), CheckpointMessageCount),
    ];

    IEnumerable<(string Name, TimeSpan Value)> Durations() =>
    [
        (nameof(CheckpointInterval), CheckpointInterval),
        (nameof(StopTimeout), StopTimeout),
        (nameof(RevokeTimeout), RevokeTimeout),
        (nameof(FirstBackOff), FirstBackOff),
        (nameof(LongestBackOff), LongestBackOff),
    ];
}
