using System.Data;
using Librdkafka;
using Npgsql;

namespace Views;

/// <summary>Writes entity states and the partition's position in one transaction.</summary>
internal sealed class ViewWriter(ViewDatabase database, ViewTable table)
{
    /// <summary>
    /// Applies the states, in any order, and moves the position. Two round trips when every entity is new, four when some have rows.
    /// </summary>
    /// <returns>False when the position is not <paramref name="from"/> any more: nothing was changed.</returns>
    /// <exception cref="NpgsqlException">Nothing was changed, or the commit's answer was lost: then the position tells.</exception>
    public async Task<bool> Write(TopicPartition partition, IEnumerable<EntityState> states, long from, long to,
        CancellationToken cancellationToken)
    {
        var incoming = Fold(states);
        await using var connection = await database.Open(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        if (await MoveAndInsert(connection, partition, incoming, from, to, cancellationToken) is not { } inserted) return false;

        if (inserted.Count < incoming.Count)
        {
            await MergeExisting(connection, incoming, inserted, cancellationToken);
        }
        // The rows' committed_at is the clock in the last statement but COMMIT: behind it only the flush of the log is missing.
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Writes new states as <see cref="Write"/> does, of a partition that nobody has, and takes it back.</summary>
    public async Task Rehearse(IEnumerable<EntityState> states, CancellationToken cancellationToken)
    {
        await using var connection = await database.Open(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await MoveAndInsert(connection, new TopicPartition("", 0), Fold(states), from: 0, to: 0, cancellationToken);
    }

    // Several events of one entity become one state before they reach the database; the second value says that more than one is in it.
    static Dictionary<string, (EntityState State, bool IsFolded)> Fold(IEnumerable<EntityState> states)
    {
        var folded = new Dictionary<string, (EntityState State, bool)>(StringComparer.Ordinal);
        foreach (var state in states)
        {
            folded[state.Id] = folded.TryGetValue(state.Id, out var known) ? (known.State.With(state), true) : (state, false);
        }
        return folded;
    }

    // The position first: its row lock makes an old and a new owner take turns, and tells the old one before it has written anything.
    async Task<HashSet<string>?> MoveAndInsert(NpgsqlConnection connection, TopicPartition partition,
        Dictionary<string, (EntityState State, bool IsFolded)> incoming, long from, long to, CancellationToken cancellationToken)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(ViewPositions.Move(database.Sql, partition, from, to));
        if (incoming.Count > 0)
        {
            var insert = new NpgsqlBatchCommand(database.Sql.Insert);
            RowArrays.Add(insert.Parameters, table, [.. incoming.Values.Select(row => row.State)]);
            batch.BatchCommands.Add(insert);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var isMoved = await reader.ReadAsync(cancellationToken);
        var inserted = new HashSet<string>(StringComparer.Ordinal);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) inserted.Add(reader.GetString(0));
        return isMoved ? inserted : null;
    }

    // A row that the insert left alone is committed and is never deleted, so it can be locked, merged here, and written back.
    async Task MergeExisting(NpgsqlConnection connection, Dictionary<string, (EntityState State, bool IsFolded)> incoming,
        HashSet<string> inserted, CancellationToken cancellationToken)
    {
        var candidates = incoming.Values.Where(row => !inserted.Contains(row.State.Id)).ToList();
        var changed = new List<EntityState>();
        foreach (var existing in await LockExisting(connection, candidates, cancellationToken))
        {
            var merged = existing.With(incoming[existing.Id].State);
            if (!ReferenceEquals(merged, existing)) changed.Add(merged);
        }
        if (changed.Count == 0) return;

        await using var update = new NpgsqlCommand(database.Sql.Update, connection);
        RowArrays.Add(update.Parameters, table, changed);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    async Task<List<EntityState>> LockExisting(NpgsqlConnection connection, List<(EntityState State, bool IsFolded)> candidates,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(database.Sql.LockExisting, connection);
        List<EntityState> rows = [.. candidates.Select(row => row.State)];
        command.Parameters.Add(RowArrays.Text(rows, row => row.Id));
        // The same event again, the usual repeat, is told apart by its id without reading the row's attributes.
        var folded = candidates.Where(row => row.IsFolded).Select(row => row.State.Id).ToHashSet(StringComparer.Ordinal);
        command.Parameters.Add(RowArrays.Text(rows, row => folded.Contains(row.Id) ? null : row.Newest.EventId));

        var existing = new List<EntityState>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) existing.Add(Read(reader));
        return existing;
    }

    static EntityState Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetString(0),
        Newest = new Stamp(reader.GetDateTime(2), reader.GetString(1)),
        AcceptedAt = reader.IsDBNull(3) ? null : reader.GetDateTime(3),
        Attributes = System.Text.Json.JsonElement.Parse(reader.GetString(4)),
        Older = AttributeTimes.Read(reader.IsDBNull(5) ? null : reader.GetString(5)),
    };
}
