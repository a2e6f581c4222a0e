using System.Data.Common;
using Npgsql;

namespace Capture;

/// <summary>What must be right in a database before its log is read. Each check names its way out.</summary>
static class Preflight
{
    // The binary form of pgoutput, and logical messages, came with this version.
    const int OldestServerVersion = 140_000;

    /// <exception cref="CaptureException">Something has to be mended, or another process still reads the slot.</exception>
    public static async Task Check(SourceDatabase source, CapturedDatabase database, CancellationToken cancellationToken)
    {
        await CheckServer(source.Connection, cancellationToken);
        await CheckTable(source.Connection, database, cancellationToken);
        await CheckPublication(source.Connection, database, cancellationToken);
        await CheckSlot(source, database, cancellationToken);
    }

    static async Task CheckServer(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var reader = await Query(connection, "SELECT current_setting('server_version_num')::int, current_setting('wal_level')",
            cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.GetInt32(0) < OldestServerVersion)
            throw new CaptureException($"PostgreSQL {connection.PostgreSqlVersion} is too old: the embedded capture needs version 14. "
                + "Use Debezium for it.");
        if (reader.GetString(1) != "logical")
            throw new CaptureException($"wal_level is '{reader.GetString(1)}': set wal_level = logical in postgresql.conf and restart "
                + "PostgreSQL.");
    }

    static async Task CheckTable(NpgsqlConnection connection, CapturedDatabase database, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT a.attname::text, t.typname::text, a.atthasdef OR a.attidentity <> '' OR a.attgenerated <> '',
                   coalesce(i.indkey::text = a.attnum::text, false)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
            JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
            WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """;
        var found = new List<FoundColumn>();
        await using var reader = await Query(connection, sql, cancellationToken, OutboxColumn.Schema, OutboxColumn.Table);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new FoundColumn(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetBoolean(3)));
        if (found.Count == 0)
            throw new CaptureException($"Table {OutboxColumn.QualifiedTable} does not exist in database '{connection.Database}': "
                + $"start the producer of '{database.Name}', or run it once with the argument 'migrate'.");
        if (TableShape.Difference(found) is { } difference)
            throw new CaptureException($"Table {OutboxColumn.QualifiedTable} of database '{connection.Database}' has another shape: "
                + $"{difference} {TableShape.WayOut}");
    }

    static async Task CheckPublication(NpgsqlConnection connection, CapturedDatabase database, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT p.pubinsert, EXISTS (
                SELECT FROM pg_publication_tables t WHERE t.pubname = p.pubname AND t.schemaname = $2 AND t.tablename = $3)
            FROM pg_publication p WHERE p.pubname = $1
            """;
        await using var reader = await Query(connection, sql, cancellationToken, database.Publication, OutboxColumn.Schema,
            OutboxColumn.Table);
        if (!await reader.ReadAsync(cancellationToken))
            throw new CaptureException($"Publication '{database.Publication}' does not exist in database '{connection.Database}': run the "
                + $"producer of '{database.Name}' once with the argument 'migrate', or CREATE PUBLICATION {database.Publication} FOR TABLE "
                + $"{OutboxColumn.QualifiedTable} WITH (publish = 'insert'); it must exist before the slot.");
        if (!reader.GetBoolean(0) || !reader.GetBoolean(1))
            throw new CaptureException($"Publication '{database.Publication}' of database '{connection.Database}' does not publish "
                + $"inserts of {OutboxColumn.QualifiedTable}: ALTER PUBLICATION {database.Publication} SET TABLE "
                + $"{OutboxColumn.QualifiedTable}; ALTER PUBLICATION {database.Publication} SET (publish = 'insert').");
    }

    static async Task CheckSlot(SourceDatabase source, CapturedDatabase database, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT coalesce(s.plugin::text, s.slot_type), coalesce(s.database::text, ''), coalesce(s.wal_status, ''), s.active_pid,
                   (SELECT a.application_name FROM pg_stat_activity a WHERE a.pid = s.active_pid)
            FROM pg_replication_slots s WHERE s.slot_name = $1
            """;
        await using var reader = await Query(source.Connection, sql, cancellationToken, database.Slot);
        if (!await reader.ReadAsync(cancellationToken))
            throw new CaptureException($"Replication slot '{database.Slot}' does not exist: run the producer of '{database.Name}' once "
                + $"with the argument 'migrate', or SELECT pg_create_logical_replication_slot('{database.Slot}', 'pgoutput') in database "
                + $"'{source.Connection.Database}'.");
        if (reader.GetString(0) != "pgoutput" || reader.GetString(1) != source.Connection.Database)
            throw new CaptureException($"Replication slot '{database.Slot}' is of kind '{reader.GetString(0)}' and database "
                + $"'{reader.GetString(1)}', not pgoutput of '{source.Connection.Database}': drop it, then run the producer's 'migrate'.");
        if (reader.GetString(2) == "lost")
            throw new CaptureException($"Replication slot '{database.Slot}' is lost: it lagged by more than max_slot_wal_keep_size, and "
                + $"events were removed from the log unread. SELECT pg_drop_replication_slot('{database.Slot}'), run the producer's "
                + "'migrate', then start the capture once with Capture__Republish=force: it sends every row again, and "
                + "consumers drop the repeats.");
        if (!reader.IsDBNull(3))
            throw new CaptureException($"Replication slot '{database.Slot}' is in use by server process {reader.GetInt32(3)} "
                + $"('{(reader.IsDBNull(4) ? "" : reader.GetString(4))}'): another capture or Debezium reads it, or one that just "
                + "died is not yet noticed. Waiting until it lets go.");
    }

    static async Task<DbDataReader> Query(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteReaderAsync(cancellationToken);
    }
}
