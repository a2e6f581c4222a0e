using Crash.Support;
using Servers;

[assembly: AssemblyFixture(typeof(Platform))]

namespace Crash.Support;

/// <summary>One broker, with the proxy before it, for all tests of the assembly.</summary>
public sealed class Platform : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("crash-").FullName;
    readonly SemaphoreSlim starting = new(1);
    KafkaServer? server;
    int scenarios;

    internal ReplyDropper Proxy { get; } = new(Ports.Free());

    /// <summary>A scenario on the broker, which the first one starts.</summary>
    internal async Task<Scenario> Scenario(bool exactlyOnce, Kind kind, int instances = 3)
    {
        var servers = await Servers();
        return await Support.Scenario.Create(servers, Proxy, NextFolder(), exactlyOnce, kind, instances);
    }

    /// <summary>A scenario of joins.</summary>
    internal async Task<JoinScenario> Joins(
        int seed, int scale, bool hasTransactions = true, bool isStandby = false, bool dedupes = false) =>
        await JoinScenario.Create(await Servers(), NextFolder(), seed, scale, hasTransactions, isStandby, dedupes);

    string NextFolder() => Path.Combine(folder, $"scenario-{Interlocked.Increment(ref scenarios)}");

    async Task<string> Servers()
    {
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        Assert.SkipUnless(home is not null, "needs a real broker: set KAFKA_HOME to a Kafka distribution");
        await starting.WaitAsync();
        try
        {
            server ??= await Start(home!);
        }
        finally
        {
            starting.Release();
        }

        return server.BootstrapServers;
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        if (server is not null) await server.DisposeAsync();
        if (Environment.GetEnvironmentVariable("KEEP_CRASH_LOGS") is null) Directory.Delete(folder, recursive: true);
    }

    async Task<KafkaServer> Start(string home)
    {
        var port = int.Parse(Proxy.Servers.Split(':')[1]);
        var started = await KafkaServer.Start(home, Path.Combine(folder, "broker"), CancellationToken.None, proxyPort: port);
        Proxy.Start(started.ProxiedPort);
        return started;
    }
}
