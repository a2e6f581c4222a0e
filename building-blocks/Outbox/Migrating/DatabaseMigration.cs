using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Outbox;

/// <summary>Brings a producer's database to where the service needs it.</summary>
interface IDatabaseMigration
{
    /// <summary>Tables, then publication, then slot; nothing that is there already. Safe when several instances start at once.</summary>
    Task Run(CancellationToken cancellationToken);
}

sealed class DatabaseMigration<TContext>(
    IDbContextFactory<TContext> contexts, ProducerDatabase database, ProducerSettings settings, ILogger<DatabaseMigration<TContext>> logger)
    : IDatabaseMigration
    where TContext : DbContext
{
    // Any number will do as long as every instance uses the same one: advisory locks are per database.
    const long LockKey = 0x6F75_7462_6F78;

    public async Task Run(CancellationToken cancellationToken)
    {
        // Of the session, not of a transaction: a slot waits for every open transaction that has written, and would wait for its own.
        await using var connection = await database.Pool.OpenConnectionAsync(cancellationToken);
        await Execute(connection, "SELECT pg_advisory_lock($1)", cancellationToken);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
            await new PublicationAndSlot(settings.SlotName, logger).Ensure(connection, cancellationToken);
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await Execute(connection, "SELECT pg_advisory_unlock($1)", CancellationToken.None);
            }
        }
        Log.Migrated(logger, settings.Service);
    }

    static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = LockKey });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
