[assembly: AssemblyFixture(typeof(Producers.Tests.ThreeProducers))]
[assembly: AssemblyFixture(typeof(Producers.Tests.ScratchServer))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Producers.Tests;

/// <summary>One server and the three services on it, for all tests that do not disturb them.</summary>
public sealed class ThreeProducers : IAsyncLifetime
{
    readonly Dictionary<string, RunningService> _services = [];

    public Postgres Postgres { get; private set; } = null!;

    public RunningService this[string service] => _services[service];

    public RunningService Cars => this["cars"];

    public async ValueTask InitializeAsync()
    {
        Postgres = await Postgres.Start(TestContext.Current.CancellationToken);
        foreach (var service in (string[])["cars", "loans", "payments"])
        {
            _services[service] = await RunningService.Start(service, Postgres.Server.ConnectionString(service));
        }
        foreach (var service in _services.Values) await service.Ready();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values) await service.DisposeAsync();
        if (Postgres is not null) await Postgres.DisposeAsync();
    }
}

/// <summary>A second server, for tests that stop it or begin with nothing.</summary>
public sealed class ScratchServer : IAsyncLifetime
{
    Postgres _postgres = null!;

    public Task<Postgres> Empty() => _postgres.Empty(TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync() => _postgres = await Postgres.Start(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _postgres?.DisposeAsync() ?? ValueTask.CompletedTask;
}
