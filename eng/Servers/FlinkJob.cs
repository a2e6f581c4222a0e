namespace Servers;

/// <summary>One Flink SQL script, run as one job by a Flink distribution with <c>bin/flink-sql.sh</c> (FLINK_HOME).</summary>
public sealed class FlinkJob : IAsyncDisposable
{
    const int ShownLines = 40;

    readonly ChildProcess process;

    FlinkJob(ChildProcess process) => this.process = process;

    /// <summary>The process in which the whole cluster runs.</summary>
    public ChildProcess Process => process;

    /// <summary>Starts a script.</summary>
    /// <param name="home">Folder of the Flink distribution.</param>
    /// <param name="script">The statements.</param>
    /// <param name="folder">Folder of the script and of what Flink prints.</param>
    /// <param name="arguments">Further arguments: <c>--bounded</c>, <c>--parallelism N</c>, <c>--checkpoint-ms N</c>.</param>
    public static async Task<FlinkJob> Start(string home, string script, string folder, params string[] arguments)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "job.sql");
        await File.WriteAllTextAsync(file, script);
        return new FlinkJob(ChildProcess.Start(
            "Flink", [Path.Combine(home, "bin", "flink-sql.sh"), file, .. arguments], Path.Combine(folder, "flink.log")));
    }

    /// <summary>Waits for the end of a bounded job.</summary>
    /// <exception cref="InvalidOperationException">Flink refused the script, or the job failed; the message has what it said.</exception>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public async Task Finish(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(timeout);
        try
        {
            await process.WaitForExit(ending.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Flink did not end within {timeout}:\n{Said()}");
        }
        if (process.ExitCode != 0) throw new InvalidOperationException($"Flink ended with {process.ExitCode}:\n{Said()}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();

    string Said() => string.Join('\n', process.LastLines(ShownLines));
}
