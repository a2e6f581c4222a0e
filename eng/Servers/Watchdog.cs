using System.Diagnostics;

namespace Servers;

/// <summary>Kills every child when this process ends without having stopped them, even by SIGKILL: the watchdog reads a pipe whose other
/// end only this process holds, and the end of the pipe is the end of this process.</summary>
sealed class Watchdog
{
    const string Script = """
        trap '' INT TERM HUP
        while read -r word; do
          children="$children $word"
        done
        kill -9 $children 2>/dev/null
        """;

    readonly Process _process;
    readonly Lock _lock = new();

    Watchdog()
    {
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true };
        foreach (var argument in (string[])["sh", "-c", Script]) start.ArgumentList.Add(argument);
        _process = Process.Start(start) ?? throw new InvalidOperationException("The watchdog could not be started: is 'setsid' installed?");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => _process.StandardInput.Close();
    }

    public static Watchdog Shared { get; } = new();

    public void Add(int child)
    {
        lock (_lock)
        {
            _process.StandardInput.WriteLine(child);
            _process.StandardInput.Flush();
        }
    }
}
