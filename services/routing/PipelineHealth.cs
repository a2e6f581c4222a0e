using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Routing;

/// <summary>Degraded while the pipeline folder holds something else than what runs.</summary>
sealed class PipelineHealth(PipelineCatalog catalog) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = catalog.Problems;
        return Task.FromResult(problems.Count == 0
            ? HealthCheckResult.Healthy($"{catalog.Current.Pipelines.Count} pipelines")
            : HealthCheckResult.Degraded($"the last good pipelines run, because: {string.Join("; ", problems)}"));
    }
}
