using Confluent.Kafka;
using MassTransit;
using MassTransit.Observables;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>Starts and stops endpoints and producers with the bus.</summary>
internal sealed class Rider(
    IBusInstance bus,
    IRiderRegistrationContext context,
    EngineParts parts,
    Serialization serialization,
    IReadOnlyList<RecordEndpoint> recordEndpoints,
    ReceiveEndpointCollection topicEndpoints,
    ReceiveEndpointObservable endpointObservers,
    SendObservable sendObservers,
    Func<ProducerDirectory> createProducers) : IKafkaRider
{
    Lazy<ProducerDirectory> producers = new(createProducers);
    BrokerWatch? watch;

    public RiderHandle Start(CancellationToken cancellationToken = default)
    {
        if (recordEndpoints.Count == 0 && !topicEndpoints.CheckEndpointHealth().Any()) WatchBroker();
        foreach (var endpoint in recordEndpoints) endpoint.Start();
        var handles = topicEndpoints.StartEndpoints(cancellationToken);
        var ready = Task.WhenAll(
            Task.WhenAll(recordEndpoints.Select(endpoint => endpoint.Ready)),
            Task.WhenAll(handles.Select(handle => handle.Ready)));
        return new Handle(this, StartInTime(ready));
    }

    /// <summary>
    /// MassTransit gives a bus a minute to start, then stops it for good. A broker that is away for longer is waited for beside the start;
    /// until it answers, health tells.
    /// </summary>
    async Task StartInTime(Task ready)
    {
        var limit = Task.Delay(EndpointLimits.StartWait, parts.Time);
        if (await Task.WhenAny(ready, limit) == ready) await ready;
        else Log.StartGoesOn(parts.Logger, EndpointLimits.StartWait);
    }

    public IEnumerable<EndpointHealthResult> CheckEndpointHealth() => topicEndpoints.CheckEndpointHealth();

    public ConnectHandle ConnectSendObserver(ISendObserver observer) => sendObservers.Connect(observer);

    public ITopicProducer<TKey, TValue> GetProducer<TKey, TValue>(Uri address)
        where TValue : class => producers.Value.Get<TKey, TValue>(address);

    internal ITopicProducer<TKey, TValue> ScopedProducer<TKey, TValue>(Uri address, IServiceProvider scope)
        where TValue : class => new ScopedTopicProducer<TKey, TValue>(producers.Value.Get<TKey, TValue>(address), scope);

    public HostReceiveEndpointHandle ConnectTopicEndpoint<TKey, TValue>(
        string topicName,
        string groupId,
        Action<IRiderRegistrationContext, IKafkaTopicReceiveEndpointConfigurator<TKey, TValue>> configure)
        where TValue : class => ConnectTopicEndpoint(topicName, new ConsumerConfig { GroupId = groupId }, configure);

    public HostReceiveEndpointHandle ConnectTopicEndpoint<TKey, TValue>(
        string topicName,
        ConsumerConfig consumerConfig,
        Action<IRiderRegistrationContext, IKafkaTopicReceiveEndpointConfigurator<TKey, TValue>> configure)
        where TValue : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topicName);
        ArgumentException.ThrowIfNullOrWhiteSpace(consumerConfig.GroupId);

        // As while a bus is configured: without it batches never run out of time.
        LogContext.SetCurrentIfNull(bus.HostConfiguration.LogContext);
        var specification = new TopicSpecification<TKey, TValue>(
            topicName, consumerConfig, configurator => configure(context, configurator))
        { IsTemporary = true };
        topicEndpoints.Add(specification.EndpointName, specification.Build(bus, parts, serialization, endpointObservers));
        return topicEndpoints.Start(specification.EndpointName, CancellationToken.None);
    }

    void WatchBroker()
    {
        watch = new BrokerWatch(parts);
        parts.Directory.Add(watch);
    }

    async Task Stop(CancellationToken cancellationToken)
    {
        if (watch is not null) parts.Directory.Remove(watch);
        watch?.Dispose();
        watch = null;
        await Task.WhenAll(
            topicEndpoints.StopEndpoints(cancellationToken),
            Task.WhenAll(recordEndpoints.Select(endpoint => endpoint.Stop(cancellationToken))));
        if (producers.IsValueCreated) producers.Value.Dispose();
        producers = new Lazy<ProducerDirectory>(createProducers);
    }

    sealed class Handle(Rider rider, Task ready) : RiderHandle
    {
        public Task Ready => ready;

        public Task StopAsync(CancellationToken cancellationToken) => rider.Stop(cancellationToken);
    }
}
