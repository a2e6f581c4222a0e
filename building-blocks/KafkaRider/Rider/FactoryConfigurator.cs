using Confluent.Kafka;
using MassTransit;
using MassTransit.KafkaIntegration.Serializers;
using MassTransit.Observables;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KafkaRider;

/// <summary>Collects what the user configures, then builds the rider.</summary>
internal sealed partial class FactoryConfigurator(IRiderRegistrationContext context, Dictionary<string, string> connection)
    : IKafkaFactoryConfigurator, IKafkaHostConfiguration
{
    readonly List<RecordEndpointConfigurator> recordEndpoints = [];
    readonly List<ITopicSpecification> topics = [];
    readonly Dictionary<string, ProducerSpecification> producers = [];
    readonly List<string> problems = [];
    readonly Serialization serialization = new();
    readonly FaultRules faults = new();
    readonly ReceiveEndpointObservable endpointObservers = new();
    readonly SendObservable sendObservers = new();
    Action<ISendPipeConfigurator>? configureSend;
    Action<IClient, string>? refreshToken;
    bool hostIsSet;

    public IReadOnlyDictionary<string, string> Configuration => ClientSettings.Entries(Client);

    internal ClientConfig Client { get; } = new(connection);

    FaultRules IKafkaFaultConfigurator.Faults => faults;

    public void Host(IReadOnlyList<string> servers, Action<IKafkaHostConfigurator>? configure = null)
    {
        if (servers.Count == 0) throw new ArgumentException("Name at least one broker as host:port.", nameof(servers));
        if (hostIsSet) throw new ConfigurationException("Host is set twice; name all brokers in one call.");
        hostIsSet = true;
        Client.BootstrapServers = string.Join(',', servers);
        configure?.Invoke(new HostConfigurator(Client));
    }

    public void OAuthBearerTokenRefreshHandler(Action<IClient, string> oauthBearerTokenRefreshHandler) =>
        refreshToken = oauthBearerTokenRefreshHandler;

    public void ConfigureApi(Action<IKafkaApiConfigurator> configure) => configure(new ApiConfigurator(Client));

    public void ConfigureSocket(Action<IKafkaSocketConfigurator> configure) => configure(new SocketConfigurator(Client));

    public void SetHeadersDeserializer(IHeadersDeserializer deserializer) => serialization.HeadersDeserializer = deserializer;

    public void SetHeadersSerializer(IHeadersSerializer serializer) => serialization.HeadersSerializer = serializer;

    public void SetSerializationFactory(IKafkaSerializerFactory factory) => serialization.Factory = factory;

    public void ConfigureSend(Action<ISendPipeConfigurator> callback) => configureSend += callback;

    public ConnectHandle ConnectSendObserver(ISendObserver observer) => sendObservers.Connect(observer);

    public ConnectHandle ConnectReceiveEndpointObserver(IReceiveEndpointObserver observer) => endpointObservers.Connect(observer);

    public void TopicEndpoint<TKey, TValue>(
        string topicName, string groupId, Action<IKafkaTopicReceiveEndpointConfigurator<TKey, TValue>> configure)
        where TValue : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(groupId);
        TopicEndpoint(topicName, new ConsumerConfig { GroupId = groupId }, configure);
    }

    public void TopicEndpoint<TKey, TValue>(
        string topicName, ConsumerConfig consumerConfig, Action<IKafkaTopicReceiveEndpointConfigurator<TKey, TValue>> configure)
        where TValue : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topicName);
        if (string.IsNullOrWhiteSpace(consumerConfig.GroupId)) problems.Add($"{topicName}: GroupId is not set");
        topics.Add(new TopicSpecification<TKey, TValue>(topicName, consumerConfig, configure));
    }

    public void AddProducer<TKey, TValue>(
        string topicName, ProducerConfig? producerConfig, Action<IKafkaProducerConfigurator<TKey, TValue>>? configure)
        where TValue : class
    {
        if (!producers.TryAdd(topicName, new ProducerSpecification(topicName, producerConfig, configure)))
            problems.Add($"{topicName}: has two producers; add one, and use ITopicProducerProvider for other types");
    }

    public void AddRecordEndpoint(RecordEndpointConfigurator endpoint)
    {
        endpoint.Faults.Defaults = faults;
        recordEndpoints.Add(endpoint);
    }

    public IEnumerable<ValidationResult> Validate()
    {
        if (string.IsNullOrWhiteSpace(Client.BootstrapServers))
            yield return this.Failure("BootstrapServers", "is not set: set Kafka__BootstrapServers, or call Host");
        foreach (var problem in problems) yield return this.Failure("Kafka", problem);
        foreach (var problem in recordEndpoints.SelectMany(endpoint => endpoint.Problems()))
            yield return this.Failure("RecordEndpoint", problem);
        var names = recordEndpoints.Select(endpoint => endpoint.Name).Concat(topics.Select(topic => topic.EndpointName));
        foreach (var name in names.CountBy(name => name).Where(pair => pair.Value > 1))
            yield return this.Failure("Endpoint", $"{name.Key} is configured {name.Value} times; one endpoint for a topic and group");
    }

    public IKafkaRider Build(IBusInstance bus)
    {
        var time = context.GetRequiredService<TimeProvider>();
        var parts = new EngineParts(
            ClientSettings.Entries(Client),
            context.GetRequiredService<EndpointDirectory>(),
            context.GetRequiredService<ILoggerFactory>(),
            time,
            faults)
        {
            SagaKeepers = [.. context.GetServices<ISagaKeeper>()],
            TokenNeeded = refreshToken is { } refresh ? request => refresh(new TokenClient(request, time), request.Configuration) : null,
        };
        var collection = new ReceiveEndpointCollection();
        foreach (var topic in topics) collection.Add(topic.EndpointName, topic.Build(bus, parts, serialization, endpointObservers));
        return new Rider(
            bus,
            context,
            parts,
            serialization,
            recordEndpoints.ConvertAll(parts.Endpoint),
            collection,
            endpointObservers,
            sendObservers,
            () => new ProducerDirectory(bus, parts, serialization, producers, sendObservers, configureSend));
    }
}
