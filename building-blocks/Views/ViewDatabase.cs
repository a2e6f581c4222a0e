using System.Data;
using Npgsql;

namespace Views;

/// <summary>
/// The database of one view: a small pool, and the schema made on first use, so a service starts while the database is down.
/// </summary>
internal sealed class ViewDatabase : IAsyncDisposable
{
    const int PreparedStatements = 20;

    readonly NpgsqlDataSource source;
    volatile bool isCreated;

    public ViewDatabase(string connectionString, ViewSql sql)
    {
        Sql = sql;
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Timezone = "UTC",
            Timeout = (int)ViewLimits.ConnectTimeout.TotalSeconds,
            CommandTimeout = (int)ViewLimits.WriteTimeout.TotalSeconds,
            ApplicationName = $"view {sql.View}",
        };
        settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, ViewLimits.Connections);
        if (!settings.ContainsKey("Max Auto Prepare")) settings.MaxAutoPrepare = PreparedStatements;
        source = NpgsqlDataSource.Create(settings);
    }

    public ViewSql Sql { get; }

    /// <summary>A connection to a database that has the view's schema.</summary>
    public async ValueTask<NpgsqlConnection> Open(CancellationToken cancellationToken)
    {
        if (!isCreated)
        {
            await Create(cancellationToken);
            isCreated = true;
        }
        return await source.OpenConnectionAsync(cancellationToken);
    }

    /// <summary>Empties view and offsets in one transaction: the view is read anew from the topic's start. Harmless to repeat.</summary>
    public Task Reset(CancellationToken cancellationToken) => Reset(_ => Task.FromResult(true), cancellationToken);

    /// <summary>
    /// Empties view and offsets, unless <paramref name="isNeeded"/>, asked when nobody else can reset, finds that it was done already.
    /// </summary>
    /// <returns>Whether anything was emptied.</returns>
    public async Task<bool> Reset(Func<NpgsqlConnection, Task<bool>> isNeeded, CancellationToken cancellationToken)
    {
        await using var connection = await Open(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await Lock(connection, cancellationToken);
        if (!await isNeeded(connection)) return false;

        await Execute(connection, Sql.Empty, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    async Task Create(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        // Asked first: a role that may only use the schema needs no right to create in it.
        if (await Exists(connection, Sql.View, cancellationToken) && await Exists(connection, Sql.Offsets, cancellationToken)
            && (Sql.CreateJoined is null || await Exists(connection, Sql.Joined, cancellationToken))) return;

        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await Lock(connection, cancellationToken);
        await Execute(connection, $"CREATE SCHEMA IF NOT EXISTS {Sql.QuotedSchema}", cancellationToken);
        await Execute(connection, Sql.CreateView, cancellationToken);
        await Execute(connection, Sql.CreateOffsets, cancellationToken);
        if (Sql.CreateJoined is { } create) await Execute(connection, create, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    // IF NOT EXISTS alone does not stand two starts at once; until the transaction's end, one at a time.
    async Task Lock(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtext('view schema'), hashtext($1))", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Sql.Schema });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    static async Task<bool> Exists(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
