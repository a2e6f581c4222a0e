using Npgsql;
using Servers;

namespace Cli;

/// <summary>Debezium on a Kafka Connect worker: one connector for each producer's database.</summary>
sealed class DebeziumCapture : IAsyncDisposable
{
    readonly ConnectWorker _worker;

    DebeziumCapture(ConnectWorker worker) => _worker = worker;

    public Uri Url => _worker.Url;

    public ChildProcess Process => _worker.Process;

    /// <summary>Returns once every connector streams: no event that is posted later can be missed or come from a snapshot.</summary>
    /// <param name="options">What the platform is made of.</param>
    /// <param name="postgres">The server of the databases.</param>
    /// <param name="broker">The brokers.</param>
    /// <param name="isSlotAhead">Another capture has moved the slots, or these are other databases: then what Connect remembers of an
    /// earlier connector of the same name is wrong, and the slots' own positions are right.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<DebeziumCapture> Start(PlatformOptions options, PostgresServer postgres, IBroker broker, bool isSlotAhead,
        CancellationToken cancellationToken)
    {
        var (home, folder) = (options.KafkaHome!, options.Data.Connect);
        var worker = await ConnectWorker.Start(home, broker.BootstrapServers, folder, Variables(postgres), cancellationToken);
        try
        {
            foreach (var database in Service.CapturedDatabases)
            {
                var connector = await File.ReadAllTextAsync(ConnectorFile(database), cancellationToken);
                await worker.PutConnector(connector, cancellationToken, forgetPosition: isSlotAhead);
            }
            return new DebeziumCapture(worker);
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    static string ConnectorFile(string database) => Path.Combine(AppContext.BaseDirectory, "connectors", $"{database}.json");

    /// <summary>What the connector files name as <c>${env:…}</c>.</summary>
    static Dictionary<string, string> Variables(PostgresServer postgres)
    {
        var connection = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres"));
        return new Dictionary<string, string>
        {
            ["PG_HOST"] = connection.Host!,
            ["PG_PORT"] = $"{connection.Port}",
            ["PG_USER"] = connection.Username!,
            ["PG_PASSWORD"] = connection.Password!,
        };
    }
}
