using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Outbox;

/// <summary>Runs retention while the service runs.</summary>
sealed class RetentionJob(OutboxRetention retention, DatabaseState state, TimeProvider time, ILogger<RetentionJob> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RetentionLimits.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (state.Problem.Length > 0) continue;
            try
            {
                await retention.Step(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log.RetentionFailed(logger, DatabaseFailure.Reason(failure));
            }
        }
    }
}
