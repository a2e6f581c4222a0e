namespace KafkaRider;

/// <summary>
/// Every endpoint of the container, of all buses. Its end is theirs: a bus that is told to stop while it starts leaves its endpoints
/// running (MassTransit's <c>StopAsync</c> does nothing before the start has ended), and they would keep their partitions as members that
/// nobody can reach.
/// </summary>
internal sealed partial class EndpointDirectory : IEndpointStatus, IAsyncDisposable, IDisposable
{
    readonly Lock gate = new();
    EndpointMonitor[] monitors = [];
    BrokerWatch[] watches = [];

    public EndpointDirectory() => RiderMetrics.Observe(() => Endpoints);

    public IReadOnlyList<EndpointReport> Endpoints => Array.ConvertAll(Volatile.Read(ref monitors), monitor => monitor.Report());

    /// <summary>Ends in order what still runs.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(StopAll());

    /// <summary>The same without waiting for it.</summary>
    public void Dispose() => _ = StopAll();

    List<Task> StopAll() =>
    [
        .. Volatile.Read(ref monitors)
            .Where(monitor => monitor.IsStarted)
            .Select(monitor => monitor.Endpoint!.Stop(CancellationToken.None)),
    ];

    /// <summary>Why riders without endpoints miss their broker; empty when none does.</summary>
    internal IEnumerable<string> MissedBrokers => Volatile.Read(ref watches).Select(watch => watch.Problem).OfType<string>();

    internal void Add(BrokerWatch watch)
    {
        lock (gate) watches = [.. watches, watch];
    }

    internal void Remove(BrokerWatch watch)
    {
        lock (gate) watches = [.. watches.Where(other => other != watch)];
    }

    internal void Add(EndpointMonitor monitor)
    {
        lock (gate)
            if (!monitors.Contains(monitor)) monitors = [.. monitors, monitor];
    }

    internal void Remove(EndpointMonitor monitor)
    {
        lock (gate) monitors = [.. monitors.Where(other => other != monitor)];
    }
}
