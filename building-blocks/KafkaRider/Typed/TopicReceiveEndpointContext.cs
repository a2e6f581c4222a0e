using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>The receive endpoint as MassTransit sees it; what consumers publish and send goes to the bus.</summary>
internal sealed class TopicReceiveEndpointContext(IBusInstance bus, IReceiveEndpointConfiguration configuration, string topic)
    : BaseReceiveEndpointContext(bus.HostConfiguration, configuration)
{
    readonly List<IAgent> agents = [];

    public override void AddSendAgent(IAgent agent)
    {
        lock (agents) agents.Add(agent);
    }

    public override void AddConsumeAgent(IAgent agent)
    {
        lock (agents) agents.Add(agent);
    }

    public override Exception ConvertException(Exception exception, string message) =>
        new KafkaConnectionException($"{message} {topic}", exception);

    public override void Probe(ProbeContext context)
    {
        context.Add("type", "kafka");
        context.Add("topic", topic);
    }

    /// <summary>Ends what consumers have connected, such as open batches.</summary>
    internal async Task StopAgents(CancellationToken cancellationToken)
    {
        IAgent[] stopping;
        lock (agents)
        {
            stopping = [.. agents];
            agents.Clear();
        }

        foreach (var agent in stopping) await agent.Stop("The endpoint stops", cancellationToken);
    }

    protected override ISendTransportProvider CreateSendTransportProvider() => throw new NotSupportedException("Sending goes to the bus.");

    protected override IPublishTransportProvider CreatePublishTransportProvider() =>
        throw new NotSupportedException("Publishing goes to the bus.");

    protected override IPublishEndpointProvider CreatePublishEndpointProvider() => bus.Bus;

    protected override ISendEndpointProvider CreateSendEndpointProvider() => bus.Bus;
}
