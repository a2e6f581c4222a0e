namespace Servers;

/// <summary>Waiting for a server that was just started.</summary>
static class Waiting
{
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns once <paramref name="isReady"/> says so.</summary>
    /// <exception cref="InvalidOperationException">The process ended or the time ran out; the message has its last lines.</exception>
    public static async Task Until(ChildProcess process, Func<Task<bool>> isReady, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        while (!await isReady())
        {
            if (process.HasExited) throw Failure(process, $"ended with exit code {process.ExitCode} while starting");
            try
            {
                await Task.Delay(PollInterval, deadline.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw Failure(process, $"was not ready after {timeout.TotalSeconds:0} s");
            }
        }
    }

    static InvalidOperationException Failure(ChildProcess process, string what) =>
        new($"{process.Name} {what}; its log {process.LogFile} ends with:\n{string.Join('\n', process.LastLines(15))}");
}
