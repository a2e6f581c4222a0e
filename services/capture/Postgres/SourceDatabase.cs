using Npgsql;
using NpgsqlTypes;

namespace Capture;

/// <summary>An ordinary connection to a captured database, beside the replicating one: looks at the slot and writes heartbeats.</summary>
sealed class SourceDatabase : IAsyncDisposable
{
    const int CommandTimeoutSeconds = 15;

    readonly NpgsqlConnection _connection;
    readonly CapturedDatabase _database;

    SourceDatabase(NpgsqlConnection connection, CapturedDatabase database) => (_connection, _database) = (connection, database);

    public NpgsqlConnection Connection => _connection;

    public static async Task<SourceDatabase> Open(CapturedDatabase database, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            ApplicationName = $"capture {database.Name}",
            CommandTimeout = CommandTimeoutSeconds,
            // One long-lived connection: a pool would keep it, and its session, after the capture let go of it.
            Pooling = false,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return new SourceDatabase(connection, database);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The slot's state; null when there is none.</summary>
    public async Task<SlotState?> ReadSlot(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT confirmed_flush_lsn, pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint, coalesce(wal_status, ''),
                   active_pid
            FROM pg_replication_slots WHERE slot_name = $1
            """, _connection) { Parameters = { new() { Value = _database.Slot } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        return new SlotState(
            reader.IsDBNull(0) ? 0 : (ulong)reader.GetFieldValue<NpgsqlLogSequenceNumber>(0),
            reader.IsDBNull(1) ? 0 : reader.GetInt64(1),
            reader.GetString(2),
            reader.IsDBNull(3) ? null : reader.GetInt32(3));
    }

    /// <summary>Writes a message into the log that comes back through the slot as a transaction of its own: confirming it moves the slot
    /// past log that other databases and tables wrote, which would otherwise be kept for ever.</summary>
    public async Task WriteHeartbeat(CancellationToken cancellationToken)
    {
        const string sql = $"SELECT pg_logical_emit_message(true, '{CaptureOptions.HeartbeatPrefix}', '')";
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
