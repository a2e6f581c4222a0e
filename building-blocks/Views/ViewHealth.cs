using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Views;

/// <summary>Unhealthy while the view's database does not answer: the service is not ready. The endpoint reports its own health.</summary>
internal sealed class ViewHealth(ViewQueries queries) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await queries.Ping(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException unreachable)
        {
            return HealthCheckResult.Unhealthy($"The view's database does not answer: {unreachable.Message}");
        }
    }
}
