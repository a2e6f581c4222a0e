using MassTransit;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>Starts and stops the endpoints with the bus.</summary>
internal sealed class Rider(IReadOnlyList<RecordEndpoint> endpoints) : IKafkaRider
{
    public RiderHandle Start(CancellationToken cancellationToken = default)
    {
        foreach (var endpoint in endpoints) endpoint.Start();
        return new Handle(endpoints);
    }

    public IEnumerable<EndpointHealthResult> CheckEndpointHealth() => [];

    sealed class Handle(IReadOnlyList<RecordEndpoint> endpoints) : RiderHandle
    {
        public Task Ready { get; } = Task.WhenAll(endpoints.Select(endpoint => endpoint.Ready));

        public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(endpoints.Select(endpoint => endpoint.Stop(cancellationToken)));
    }
}
