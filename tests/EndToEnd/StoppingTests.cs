using System.Net;
using System.Net.Sockets;

namespace EndToEnd;

/// <summary>How a run ends: in order, and without leaving anything on the machine.</summary>
public sealed class StoppingTests
{
    [Fact]
    public async Task Interrupt_stops_everything_and_leaves_nothing_behind()
    {
        using var run = RunProcess.Start([]);
        await run.Says("All is up");
        run.Descendants().Count.ShouldBeGreaterThan(8);

        await run.Interrupt();

        (await run.WaitForExit()).ShouldBe(0, run.Error);
        await run.Until(() => run.Descendants().Count == 0, "no process is left");
        Directory.GetFileSystemEntries(run.Folder, "tributary-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Interrupt_while_it_starts_leaves_nothing_behind()
    {
        using var run = RunProcess.Start(["--once"]);
        await run.Says("PostgreSQL is ready");

        await run.Interrupt();

        (await run.WaitForExit()).ShouldBe(1, run.Error);
        await run.Until(() => run.Descendants().Count == 0, "no process is left");
        Directory.GetFileSystemEntries(run.Folder, "tributary-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Children_do_not_outlive_a_killed_run()
    {
        using var run = RunProcess.Start([]);
        await run.Says("routing is ready");
        run.Descendants().Count.ShouldBeGreaterThan(8);

        run.Kill();

        await run.Until(() => run.Descendants().Count == 0, "no process is left");
    }

    [Fact]
    public async Task A_service_that_dies_fails_the_run_and_is_named_with_its_last_lines()
    {
        using var run = RunProcess.Start(["--once", "--events", "3000", "--rate", "100"]);
        await run.Says("posting");

        System.Diagnostics.Process.GetProcessById(run.Descendants("Routing.dll").Single()).Kill();

        (await run.WaitForExit()).ShouldBe(1, run.Error);
        run.Error.ShouldContain("routing ended with exit code 137");
        run.Error.ShouldContain("routing.log ends with:");
        run.Error.ShouldContain("logs and data are kept in");
        run.Descendants().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_port_in_use_is_named_before_anything_starts()
    {
        var basePort = RunProcess.FreeBasePort();
        using var occupied = new TcpListener(IPAddress.Loopback, basePort + 3);
        occupied.Start();

        using var run = RunProcess.Start(["--once"], basePort: basePort);

        (await run.WaitForExit()).ShouldBe(1);
        run.Error.ShouldContain($"Port {basePort + 3} (payments) is in use");
        run.Error.ShouldContain("--base-port");
        Directory.GetFileSystemEntries(run.Folder, "tributary-*").ShouldBeEmpty();
    }
}
