using Servers;
using Views.Tests;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Views.Tests;

/// <summary>One real PostgreSQL for all tests; a database for each.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("views-tests-").FullName;
    int databases;

    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Server = await PostgresServer.Start(folder, CancellationToken.None, isDurable: false);

    public async Task<string> NewDatabase()
    {
        var name = $"view_{Interlocked.Increment(ref databases)}";
        await Server.CreateDatabase(name, CancellationToken.None);
        return Server.ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
