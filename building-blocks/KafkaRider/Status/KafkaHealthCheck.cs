using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KafkaRider;

/// <summary>Healthy while every endpoint runs without a problem; degraded while a batch fails; unhealthy without the broker.</summary>
internal sealed class KafkaHealthCheck(IEndpointStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var endpoints = status.Endpoints;
        var problems = endpoints.Where(endpoint => endpoint.State != EndpointState.Running).ToList();
        var data = endpoints.ToDictionary(endpoint => endpoint.Name, endpoint => (object)(endpoint.Problem ?? endpoint.State.ToString()));
        if (problems.Count == 0) return Task.FromResult(HealthCheckResult.Healthy($"{endpoints.Count} endpoints", data));

        var description = string.Join("; ", problems.Select(
            endpoint => $"{endpoint.Name}: {endpoint.Problem ?? endpoint.State.ToString()}"));
        var result = problems.Exists(endpoint => endpoint.State != EndpointState.Degraded || endpoint.BrokerIsDown)
            ? HealthCheckResult.Unhealthy(description, data: data)
            : HealthCheckResult.Degraded(description, data: data);
        return Task.FromResult(result);
    }
}
