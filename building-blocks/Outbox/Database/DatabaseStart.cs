using Microsoft.Extensions.Hosting;

namespace Outbox;

/// <summary>Migrates the database when the service starts, and goes on trying while it is away; until then requests get 503.</summary>
sealed class DatabaseStart(DatabaseState state, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await state.IsAvailable(stoppingToken)) await Task.Delay(DatabaseLimits.StartInterval, time, stoppingToken);
    }
}
