using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Servers;

/// <summary>A process that this one started, with its output in a file. It never outlives this process: see <see cref="Watchdog"/>.
/// </summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    const int SigInt = 2;
    const int SigTerm = 15;

    /// <summary>How long a stopping process may take before it is killed.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    readonly Process _process;

    ChildProcess(Process process, string name, string logFile)
    {
        _process = process;
        Name = name;
        LogFile = logFile;
    }

    /// <summary>The name that messages call it by.</summary>
    public string Name { get; }

    /// <summary>Standard output and error, appended.</summary>
    public string LogFile { get; }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a process in a session of its own, so that a Ctrl-C in the terminal reaches only this one.</summary>
    /// <param name="name">The name that messages call it by.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="logFile">Where its output goes; missing folders are made.</param>
    /// <param name="environment">Variables added to this process's own.</param>
    /// <param name="workingDirectory">Its working directory; null: this process's.</param>
    public static ChildProcess Start(string name, IReadOnlyList<string> command, string logFile,
        IReadOnlyDictionary<string, string>? environment = null, string? workingDirectory = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(logFile))!);
        // The shell puts the output into the file itself, so nothing is lost when this process dies, and is replaced by the program.
        var start = new ProcessStartInfo("setsid") { WorkingDirectory = workingDirectory ?? "" };
        foreach (var argument in (string[])["sh", "-c", "exec \"$@\" >> \"$0\" 2>&1 < /dev/null", Path.GetFullPath(logFile), .. command])
            start.ArgumentList.Add(argument);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{name} could not be started: {command[0]}");
        Watchdog.Shared.Add(process.Id);
        return new ChildProcess(process, name, logFile);
    }

    /// <summary>Ends it at once, as a crash would (SIGKILL).</summary>
    public async Task Kill()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end (SIGTERM, or SIGINT where that is the fast way), and kills it after <see cref="StopTimeout"/>.</summary>
    public async Task Stop(bool interrupt = false)
    {
        if (!_process.HasExited) _ = SendSignal(_process.Id, interrupt ? SigInt : SigTerm);
        using var timeout = new CancellationTokenSource(StopTimeout);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            await Kill();
        }
    }

    /// <summary>Waits until it has ended.</summary>
    public Task WaitForExit(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>The last lines of its output.</summary>
    public IReadOnlyList<string> LastLines(int count)
    {
        if (!File.Exists(LogFile)) return [];
        const int tailBytes = 64 * 1024;
        using var stream = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(-Math.Min(tailBytes, stream.Length), SeekOrigin.End);
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines[^Math.Min(count, lines.Length)..];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Stop();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
