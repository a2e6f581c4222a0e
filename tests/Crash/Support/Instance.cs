using Crash.Instances;
using Servers;

namespace Crash.Support;

/// <summary>One instance as a process, started again and again in its own folder.</summary>
sealed class Instance(InstanceSettings settings) : IAsyncDisposable
{
    ChildProcess? process;

    public InstanceSettings Settings => settings;

    public bool IsRunning => process is { HasExited: false };

    string LogFile => settings.Folder + ".log";

    /// <summary>Starts it, to die at a point or not.</summary>
    public void Start(string? crashAt = null, int passes = 0, string? servers = null)
    {
        var now = settings with { CrashAt = crashAt, Passes = passes, Servers = servers ?? settings.Servers };
        process = ChildProcess.Start(
            "instance", ["dotnet", Path.Combine(AppContext.BaseDirectory, "Crash.dll"), "instance", now.ToJson()], LogFile);
    }

    /// <summary>Waits until it has died.</summary>
    public async Task Died()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process!.WaitForExit(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"It did not come to its crash point:\n{string.Join('\n', process!.LastLines(40))}");
        }
    }

    public Task Kill() => process!.Kill();

    public Task Stop() => process!.Stop();

    public async ValueTask DisposeAsync()
    {
        if (process is not null) await process.DisposeAsync();
    }
}
