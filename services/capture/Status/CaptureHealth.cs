using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Capture;

/// <summary>Healthy while every database is being streamed; else says what each of the others waits for.</summary>
sealed class CaptureHealth(CaptureService capture) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var waiting = capture.Databases.Where(status => !status.IsStreaming)
            .Select(status => $"{status.Name}: {status.WaitingFor}").ToList();
        return Task.FromResult(waiting.Count == 0
            ? HealthCheckResult.Healthy($"{capture.Databases.Count} databases are streamed.")
            : HealthCheckResult.Unhealthy(string.Join("\n", waiting)));
    }
}
