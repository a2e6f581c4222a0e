using System.Data;
using System.Globalization;
using Librdkafka;
using Npgsql;
using NpgsqlTypes;

namespace Views;

/// <summary>Writes what a joined topic says of rows, and the partition's position, in one transaction.</summary>
internal sealed class JoinedWriter(ViewDatabase database, ViewTable table)
{
    /// <summary>Replaces and removes rows and moves the position. Each id once, as its last record has it.</summary>
    /// <returns>False when the position is not <paramref name="from"/> any more: nothing was changed.</returns>
    public async Task<bool> Write(
        TopicPartition partition, IReadOnlyCollection<JoinedRow> rows, long from, long to, CancellationToken cancellationToken)
    {
        await using var connection = await database.Open(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(ViewPositions.Move(database.Sql, partition, from, to));
        List<JoinedRow> kept = [.. rows.Where(row => row.Values is not null)];
        if (kept.Count > 0) batch.BatchCommands.Add(Upsert(kept));
        if (kept.Count < rows.Count) batch.BatchCommands.Add(Delete(rows.Where(row => row.Values is null)));

        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            // The position first: its row lock makes an old and a new owner take turns.
            if (!await reader.ReadAsync(cancellationToken)) return false;
        }
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    NpgsqlBatchCommand Upsert(List<JoinedRow> rows)
    {
        var command = new NpgsqlBatchCommand(database.Sql.UpsertJoined);
        command.Parameters.Add(Texts(rows.Select(row => (string?)row.Id)));
        foreach (var (index, column) in table.Enrichment!.Columns.Index())
            command.Parameters.Add(Texts(rows.Select(row => Text(column, row.Values![index]))));
        return command;
    }

    NpgsqlBatchCommand Delete(IEnumerable<JoinedRow> rows)
    {
        var command = new NpgsqlBatchCommand(database.Sql.DeleteJoined);
        command.Parameters.Add(Texts(rows.Select(row => (string?)row.Id)));
        return command;
    }

    static string? Text(ViewColumn column, ColumnValue value) => value.Integer is not { } integer ? value.Text
        : column.Type == ColumnType.Time ? new DateTime(integer).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)
        : integer.ToString(CultureInfo.InvariantCulture);

    static NpgsqlParameter<string?[]> Texts(IEnumerable<string?> texts) =>
        new() { TypedValue = [.. texts], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
