using Npgsql;
using Servers;

namespace Producers.Tests;

/// <summary>A PostgreSQL server with the three databases of the producers.</summary>
public sealed class Postgres : IAsyncDisposable
{
    static readonly string[] Databases = ["cars", "loans", "payments"];
    readonly string _folder;

    Postgres(string folder, PostgresServer server) => (_folder, Server) = (folder, server);

    public PostgresServer Server { get; }

    public static async Task<Postgres> Start(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("producers-").FullName;
        var server = await PostgresServer.Start(folder, cancellationToken, isDurable: false);
        foreach (var database in Databases) await server.CreateDatabase(database, cancellationToken);
        return new Postgres(folder, server);
    }

    /// <summary>The first value of a query's first row; null when there is none.</summary>
    public async Task<T?> Value<T>(string database, string sql, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection(Server.ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>Rows in all tables of a producer's database: to see that nothing was stored.</summary>
    public Task<long> Rows(string database) => Value<long>(database, database switch
    {
        "cars" => "SELECT (SELECT count(*) FROM business_events) + (SELECT count(*) FROM cars) + (SELECT count(*) FROM services)",
        "loans" => "SELECT (SELECT count(*) FROM business_events) + (SELECT count(*) FROM loans)",
        _ => "SELECT (SELECT count(*) FROM business_events) + (SELECT count(*) FROM payments)",
    });

    /// <summary>A running server with the databases empty and no slot, whatever a test before left.</summary>
    public async Task<Postgres> Empty(CancellationToken cancellationToken)
    {
        if (!Server.IsRunning) await Server.Start(cancellationToken);
        foreach (var database in Databases)
        {
            await Server.Query($"SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '{database}'",
                cancellationToken);
            await Server.Query($"DROP DATABASE IF EXISTS {database} WITH (FORCE)", cancellationToken);
            await Server.CreateDatabase(database, cancellationToken);
        }
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
