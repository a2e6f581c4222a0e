using Consumers.Tests;
using Servers;

[assembly: AssemblyFixture(typeof(Platform))]

namespace Consumers.Tests;

/// <summary>One real PostgreSQL and one embedded broker for all tests; databases, topics and groups are each test's own.</summary>
public sealed class Platform : IAsyncLifetime
{
    public const int Partitions = 3;

    readonly string folder = Directory.CreateTempSubdirectory("consumers-tests-").FullName;
    int names;

    public PostgresServer Postgres { get; private set; } = null!;

    public Broker Broker { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Postgres = await PostgresServer.Start(folder, CancellationToken.None, isDurable: false);
        Broker = Broker.Embedded();
    }

    public string NewName(string prefix) => $"{prefix}-{Interlocked.Increment(ref names)}";

    public async Task<string> NewDatabase()
    {
        var name = NewName("view").Replace('-', '_');
        await Postgres.CreateDatabase(name, CancellationToken.None);
        return Postgres.ConnectionString(name);
    }

    public string NewFile(string name) => Path.Combine(folder, NewName(name));

    public async ValueTask DisposeAsync()
    {
        Broker.Dispose();
        await Postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
