using MassTransit;
using MassTransit.Events;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>
/// Runs the engines, one for each consumer of the endpoint, as a receive transport: their readiness and the broker's absence are the
/// endpoint's health.
/// </summary>
internal sealed class TopicReceiveTransport(
    TopicReceiveEndpointContext context, IReadOnlyList<RecordEndpoint> engines, MissingTopic? missingTopic, bool isTemporary)
    : IReceiveTransport
{
    public ReceiveTransportHandle Start() => new Running(context, engines, missingTopic, isTemporary);

    public ConnectHandle ConnectReceiveObserver(IReceiveObserver observer) => context.ConnectReceiveObserver(observer);

    public ConnectHandle ConnectReceiveTransportObserver(IReceiveTransportObserver observer) =>
        context.ConnectReceiveTransportObserver(observer);

    public ConnectHandle ConnectPublishObserver(IPublishObserver observer) => context.ConnectPublishObserver(observer);

    public ConnectHandle ConnectSendObserver(ISendObserver observer) => context.ConnectSendObserver(observer);

    public void Probe(ProbeContext probe) => context.Probe(probe.CreateScope("receiveTransport"));

    sealed class Running : ReceiveTransportHandle
    {
        readonly TopicReceiveEndpointContext context;
        readonly IReadOnlyList<RecordEndpoint> engines;
        readonly bool isTemporary;
        readonly CancellationTokenSource stopping = new();
        readonly Task<bool> launched;
        Task creating = Task.CompletedTask;

        internal Running(
            TopicReceiveEndpointContext context, IReadOnlyList<RecordEndpoint> engines, MissingTopic? missingTopic, bool isTemporary)
        {
            this.context = context;
            this.engines = engines;
            this.isTemporary = isTemporary;
            launched = Launch(missingTopic);
            _ = TellWhenReady();
        }

        public async Task Stop(CancellationToken cancellationToken = default)
        {
            await stopping.CancelAsync();
            await creating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (await launched) await Task.WhenAll(engines.Select(engine => engine.Stop(cancellationToken)));
            await context.StopAgents(cancellationToken);
            foreach (var engine in engines)
            {
                engine.BrokerChanged -= BrokerChanged;
                if (isTemporary) engine.Forget();
            }

            await context.TransportObservers.Completed(new ReceiveTransportCompletedEvent(context.InputAddress, new NoDeliveries()));
        }

        /// <summary>False when it was stopped before.</summary>
        async Task<bool> Launch(MissingTopic? missingTopic)
        {
            try
            {
                await context.DependenciesReady.WaitAsync(stopping.Token);
                if (missingTopic is not null && !await missingTopic.Create(stopping.Token))
                    creating = missingTopic.CreateAtLast(stopping.Token);
                stopping.Token.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return false;
            }

            foreach (var engine in engines)
            {
                engine.BrokerChanged += BrokerChanged;
                engine.Start();
            }

            return true;
        }

        async Task TellWhenReady()
        {
            if (!await launched) return;
            await Task.WhenAll(engines.Select(engine => engine.Ready));
            await context.TransportObservers.Ready(new ReceiveTransportReadyEvent(context.InputAddress, isStarted: true));
        }

        // Of several consumers one that misses the broker is enough, whatever the one that tells has seen.
        void BrokerChanged(string? change) => _ = TellHealth();

        Task TellHealth()
        {
            if (engines.FirstOrDefault(engine => engine.BrokerProblem is not null)?.BrokerProblem is { } problem)
            {
                var exception = new KafkaConnectionException(problem);
                return context.TransportObservers.Faulted(new ReceiveTransportFaultedEvent(context.InputAddress, exception));
            }

            return engines.All(engine => engine.Ready.IsCompletedSuccessfully)
                ? context.TransportObservers.Ready(new ReceiveTransportReadyEvent(context.InputAddress, isStarted: true))
                : Task.CompletedTask;
        }
    }

    sealed class NoDeliveries : DeliveryMetrics
    {
        public long DeliveryCount => 0;

        public int ConcurrentDeliveryCount => 0;
    }
}
