using Microsoft.Extensions.Logging;
using Npgsql;

namespace Outbox;

/// <summary>The PostgreSQL side of change capture: the publication of the outbox table's inserts and the replication slot that keeps
/// them until a capture confirmed them. Both carry the same name. Each step does nothing when its work is done already.</summary>
sealed class PublicationAndSlot(string name, ILogger logger)
{
    const string Plugin = "pgoutput";

    /// <summary>Makes or mends the publication, then makes the slot. In this order: a slot cannot decode what was written before its
    /// publication existed. Each statement is its own transaction: PostgreSQL makes no slot in a transaction that has written.</summary>
    /// <exception cref="InvalidOperationException">The slot's name is taken; the message names the way out.</exception>
    public async Task Ensure(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await EnsurePublication(connection, cancellationToken);
        await EnsureSlot(connection, cancellationToken);
    }

    async Task EnsurePublication(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string find = """
            SELECT p.pubinsert AND NOT p.pubupdate AND NOT p.pubdelete AND NOT p.pubtruncate AND NOT p.puballtables
                AND ARRAY(SELECT format('%I.%I', t.schemaname, t.tablename) FROM pg_publication_tables t WHERE t.pubname = p.pubname)
                    = ARRAY['public.business_events']
            FROM pg_publication p WHERE p.pubname = $1
            """;
        var isRight = await Scalar(connection, find, cancellationToken) as bool?;
        if (isRight == true) return;
        if (isRight is null)
        {
            await Execute(connection, $"CREATE PUBLICATION {Quoted} FOR TABLE public.{OutboxTable.Name} WITH (publish = 'insert')",
                cancellationToken);
            return;
        }
        await Execute(connection, $"ALTER PUBLICATION {Quoted} SET TABLE public.{OutboxTable.Name}", cancellationToken);
        await Execute(connection, $"ALTER PUBLICATION {Quoted} SET (publish = 'insert')", cancellationToken);
        Log.PublicationMended(logger, name);
    }

    async Task EnsureSlot(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await IsSlotThere(connection, cancellationToken)) return;
        var hasEvents = await Scalar(connection, $"SELECT EXISTS (SELECT FROM {OutboxTable.Name} WHERE id <> $1)",
            cancellationToken) is true;
        try
        {
            await Scalar(connection, $"SELECT pg_create_logical_replication_slot($1, '{Plugin}')", cancellationToken);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.DuplicateObject)
        {
            // Slots belong to the server, the lock of the migration to one database: another database may have been faster.
            await IsSlotThere(connection, cancellationToken);
            return;
        }
        if (hasEvents) Log.SlotMadeAfterEvents(logger, name);
        else Log.SlotMade(logger, name);
    }

    async Task<bool> IsSlotThere(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT coalesce(plugin, slot_type), coalesce(database, ''), database = current_database(), coalesce(wal_status, '') "
            + "FROM pg_replication_slots WHERE slot_name = $1", connection);
        command.Parameters.Add(new() { Value = name });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return false;
        var (plugin, database, status) = (reader.GetString(0), reader.GetString(1), reader.GetString(3));
        if (plugin != Plugin || reader.IsDBNull(2) || !reader.GetBoolean(2))
        {
            throw new InvalidOperationException($"The replication slot '{name}' exists, but it is of plugin '{plugin}' and database "
                + $"'{database}', not of {Plugin} and this database. Drop it: SELECT pg_drop_replication_slot('{name}'), or give this "
                + "service another server.");
        }
        if (status == "lost") Log.SlotLost(logger, name);
        return true;
    }

    string Quoted => $"\"{name.Replace("\"", "\"\"")}\"";

    async Task<object?> Scalar(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = name });
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
