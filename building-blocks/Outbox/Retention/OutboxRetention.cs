using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Outbox;

/// <summary>Removes outbox rows that are older than the retention and that the slot has confirmed.</summary>
/// <remarks>
/// How it knows: a row that a statement sees was committed before that statement read the current write-ahead position, so its commit lies
/// before that position; once the slot's confirmed position has passed it, the capture has confirmed the row. Exactly the rows seen are
/// removed, by id. The rows seen and their position are kept in memory only: after a restart they are simply looked for again. Without a
/// slot, or while nothing confirms, nothing is removed.
/// </remarks>
sealed class OutboxRetention(
    ProducerDatabase database, ProducerSettings settings, TimeProvider time, OutboxMetrics metrics, ILogger<OutboxRetention> logger)
{
    string[] _seen = [];
    NpgsqlLogSequenceNumber _position;

    /// <summary>One step: removes the rows seen before when they are confirmed, then looks for the next.</summary>
    /// <returns>Rows removed.</returns>
    public async Task<int> Step(CancellationToken cancellationToken)
    {
        await using var connection = await database.Pool.OpenConnectionAsync(cancellationToken);
        var removed = 0;
        if (_seen.Length > 0)
        {
            if (!await IsConfirmed(connection, cancellationToken))
            {
                Log.RowsKept(logger, settings.SlotName);
                return 0;
            }
            removed = await Remove(connection, cancellationToken);
        }
        await Look(connection, cancellationToken);
        return removed;
    }

    async Task Look(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand("SELECT id FROM business_events WHERE saved_date < $1 ORDER BY saved_date LIMIT $2",
            connection);
        find.Parameters.Add(new() { Value = time.GetUtcNow() - settings.OutboxRetention });
        find.Parameters.Add(new() { Value = RetentionLimits.MaxRowsPerLook });
        var ids = new List<string>();
        await using (var reader = await find.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) ids.Add(reader.GetString(0));
        }
        // After the rows were seen, in a statement of its own: the position must not be older than their commits.
        await using var position = new NpgsqlCommand("SELECT pg_current_wal_insert_lsn()", connection);
        _position = (NpgsqlLogSequenceNumber)(await position.ExecuteScalarAsync(cancellationToken))!;
        _seen = [.. ids];
    }

    async Task<bool> IsConfirmed(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT confirmed_flush_lsn >= $2 FROM pg_replication_slots WHERE slot_name = $1 AND database = current_database()",
            connection);
        command.Parameters.Add(new() { Value = settings.SlotName });
        command.Parameters.Add(new() { Value = _position, NpgsqlDbType = NpgsqlDbType.PgLsn });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    async Task<int> Remove(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var batch in _seen.Chunk(RetentionLimits.MaxRowsPerDelete))
        {
            await using var command = new NpgsqlCommand("DELETE FROM business_events WHERE id = ANY ($1)", connection);
            command.Parameters.Add(new() { Value = batch });
            removed += await command.ExecuteNonQueryAsync(cancellationToken);
        }
        _seen = [];
        metrics.Removed(removed);
        Log.RowsRemoved(logger, removed, settings.OutboxRetention);
        return removed;
    }
}
