namespace KafkaRider;

/// <summary>Every endpoint of the process, of all buses.</summary>
internal sealed partial class EndpointDirectory : IEndpointStatus
{
    readonly Lock gate = new();
    EndpointMonitor[] monitors = [];

    public EndpointDirectory() => RiderMetrics.Observe(() => Endpoints);

    public IReadOnlyList<EndpointReport> Endpoints => Array.ConvertAll(Volatile.Read(ref monitors), monitor => monitor.Report());

    internal void Add(EndpointMonitor monitor)
    {
        lock (gate) monitors = [.. monitors, monitor];
    }

    internal void Remove(EndpointMonitor monitor)
    {
        lock (gate) monitors = [.. monitors.Where(other => other != monitor)];
    }
}
