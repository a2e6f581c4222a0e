using System.Diagnostics;
using System.Text;
using Servers;

namespace EndToEnd;

/// <summary>The program as a user runs it, in a temporary folder of its own by which everything it starts is recognised.</summary>
sealed class RunProcess : IDisposable
{
    /// <summary>The highest service port is the base port and 34.</summary>
    const int PortsOfRun = 40;

    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(4);

    readonly Process _process;
    readonly StringBuilder _output = new();
    readonly StringBuilder _error = new();
    readonly Lock _lock = new();

    RunProcess(Process process, string folder, int basePort)
    {
        (_process, Folder, BasePort) = (process, folder, basePort);
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Folder { get; }

    public int BasePort { get; }

    public string Output => Text(_output);

    public string Error => Text(_error);

    public int ProcessId => _process.Id;

    public string LastLine => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];

    public static RunProcess Start(IReadOnlyList<string> arguments, string? kafkaHome = null, int? basePort = null)
    {
        var folder = Directory.CreateTempSubdirectory("end-to-end-").FullName;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        var port = basePort ?? FreeBasePort();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Program(), "run", "--base-port", $"{port}", .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["TMPDIR"] = folder;
        start.Environment.Remove("KAFKA_HOME");
        if (kafkaHome is not null) start.Environment["KAFKA_HOME"] = kafkaHome;
        return new RunProcess(Process.Start(start)!, folder, port);
    }

    public async Task<int> WaitForExit()
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Timeout);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    public void Kill() => _process.Kill();

    public Task Interrupt() => Process.Start("kill", ["-INT", $"{_process.Id}"]).WaitForExitAsync();

    /// <summary>Waits until a line with this text was written, to either output.</summary>
    public Task Says(string text) => Until(() => Output.Contains(text) || Error.Contains(text) || _process.HasExited, $"it says '{text}'");

    /// <summary>Ids of every process that descends from this run, itself excepted.</summary>
    public IReadOnlyList<int> Descendants(string command = "") =>
        ProcessTable.WithVariable("TMPDIR", Folder, command).Where(id => id != ProcessId).ToList();

    public async Task Until(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Timeout) throw new TimeoutException($"Never seen: {what}.\n{Error}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        // What PostgreSQL's processes still write after their parent was killed comes back.
        if (!SpinWait.SpinUntil(TryDelete, Timeout)) Directory.Delete(Folder, recursive: true);
    }

    bool TryDelete()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    static string Program()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, "Cli", own.Name, "tributary.dll");
    }

    /// <summary>A base port whose services' ports are all free.</summary>
    public static int FreeBasePort() => Ports.FreeBlock(PortsOfRun);

    void Append(StringBuilder text, string? line)
    {
        lock (_lock) text.Append(line).Append('\n');
    }

    string Text(StringBuilder text)
    {
        lock (_lock) return text.ToString();
    }
}
