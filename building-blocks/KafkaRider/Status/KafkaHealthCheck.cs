using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KafkaRider;

/// <summary>
/// Healthy while every endpoint runs without a problem; degraded while a batch fails or somebody has paused or stopped an endpoint;
/// unhealthy without the broker, before the start, and when a fault has stopped a partition.
/// </summary>
internal sealed class KafkaHealthCheck(EndpointDirectory directory) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var endpoints = directory.Endpoints;
        if (directory.MissedBrokers.FirstOrDefault() is { } missed)
            return Task.FromResult(HealthCheckResult.Unhealthy($"producers: {missed}"));
        var problems = endpoints.Where(endpoint => endpoint.State != EndpointState.Running).ToList();

        // Two buses may read the same topic in the same group.
        var data = endpoints.GroupBy(endpoint => endpoint.Name).ToDictionary(
            same => same.Key, same => (object)string.Join("; ", same.Select(endpoint => endpoint.Problem ?? endpoint.State.ToString())));
        if (problems.Count == 0) return Task.FromResult(HealthCheckResult.Healthy($"{endpoints.Count} endpoints", data));

        var description = string.Join("; ", problems.Select(
            endpoint => $"{endpoint.Name}: {endpoint.Problem ?? endpoint.State.ToString()}"));
        var result = problems.Exists(IsUnhealthy)
            ? HealthCheckResult.Unhealthy(description, data: data)
            : HealthCheckResult.Degraded(description, data: data);
        return Task.FromResult(result);
    }

    /// <summary>What somebody asked for, or what the endpoint is mending by itself, is no reason to restart the process.</summary>
    static bool IsUnhealthy(EndpointReport endpoint) => endpoint.State switch
    {
        EndpointState.Paused => false,
        EndpointState.Degraded => endpoint.BrokerIsDown || endpoint.IsHalted,
        _ => !endpoint.IsStoppedOnRequest,
    };
}
