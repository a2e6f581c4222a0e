using MassTransit;
using MassTransit.Events;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>Runs the engine as a receive transport: its readiness and the broker's absence are the endpoint's health.</summary>
internal sealed class TopicReceiveTransport(TopicReceiveEndpointContext context, Func<RecordEndpoint> createEngine) : IReceiveTransport
{
    public ReceiveTransportHandle Start() => new Running(context, createEngine());

    public ConnectHandle ConnectReceiveObserver(IReceiveObserver observer) => context.ConnectReceiveObserver(observer);

    public ConnectHandle ConnectReceiveTransportObserver(IReceiveTransportObserver observer) =>
        context.ConnectReceiveTransportObserver(observer);

    public ConnectHandle ConnectPublishObserver(IPublishObserver observer) => context.ConnectPublishObserver(observer);

    public ConnectHandle ConnectSendObserver(ISendObserver observer) => context.ConnectSendObserver(observer);

    public void Probe(ProbeContext probe) => context.Probe(probe.CreateScope("receiveTransport"));

    sealed class Running : ReceiveTransportHandle
    {
        readonly TopicReceiveEndpointContext context;
        readonly RecordEndpoint engine;
        readonly Task started;

        internal Running(TopicReceiveEndpointContext context, RecordEndpoint engine)
        {
            this.context = context;
            this.engine = engine;
            started = Run();
        }

        public async Task Stop(CancellationToken cancellationToken = default)
        {
            await engine.Stop(cancellationToken);
            await context.StopAgents(cancellationToken);
            await started.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await context.TransportObservers.Completed(new ReceiveTransportCompletedEvent(context.InputAddress, new NoDeliveries()));
        }

        async Task Run()
        {
            await context.DependenciesReady;
            engine.BrokerChanged += BrokerChanged;
            engine.Start();
            await engine.Ready;
            await context.TransportObservers.Ready(new ReceiveTransportReadyEvent(context.InputAddress, isStarted: true));
        }

        void BrokerChanged(string? problem)
        {
            _ = problem is null
                ? context.TransportObservers.Ready(new ReceiveTransportReadyEvent(context.InputAddress, isStarted: true))
                : context.TransportObservers.Faulted(
                    new ReceiveTransportFaultedEvent(context.InputAddress, new KafkaConnectionException(problem)));
        }
    }

    sealed class NoDeliveries : DeliveryMetrics
    {
        public long DeliveryCount => 0;

        public int ConcurrentDeliveryCount => 0;
    }
}
