using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Outbox;

/// <summary>Runs the configured command that starts the database. The command comes from configuration only, never from a
/// request.</summary>
sealed class StartCommand(string? command, ILogger<StartCommand> logger)
{
    /// <summary>Starts the command and does not wait for it; its failure is logged, never thrown.</summary>
    public void Trigger()
    {
        if (string.IsNullOrWhiteSpace(command)) return;
        Log.StartCommandTriggered(logger);
        _ = Task.Run(Run);
    }

    async Task Run()
    {
        using var process = new Process { StartInfo = new ProcessStartInfo("/bin/sh", ["-c", command!]) { UseShellExecute = false } };
        using var timeout = new CancellationTokenSource(DatabaseLimits.StartCommandTime);
        try
        {
            process.Start();
            await process.WaitForExitAsync(timeout.Token);
            Log.StartCommandEnded(logger, process.ExitCode);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Log.StartCommandTimedOut(logger, DatabaseLimits.StartCommandTime);
        }
        catch (Exception failure)
        {
            Log.StartCommandFailed(logger, failure);
        }
    }
}
