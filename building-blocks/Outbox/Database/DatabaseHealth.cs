using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Outbox;

/// <summary>Healthy when the database answers and is migrated.</summary>
sealed class DatabaseHealth(DatabaseState state) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await state.Look(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(state.Problem);
}
