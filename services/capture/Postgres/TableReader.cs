using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Capture;

/// <summary>Sends every row that the outbox table holds now, as an insert would have been, and says which transactions it saw.</summary>
sealed class TableReader(SourceDatabase source, Intake intake, RowEncoder encoder, OversizedRows oversized, TimeProvider time)
{
    const int NoTimeout = 0;

    // Every column in PostgreSQL's binary form, as the log has it, so that both ways share one encoder.
    const string Rows = $"""
        SELECT varcharsend(id), varcharsend(event_name), varcharsend(event_type), timestamptz_send(created_date),
               timestamptz_send(saved_date), jsonb_send(event_data) FROM {OutboxColumn.QualifiedTable}
        """;

    const string Precisions = $"""
        SELECT a.attnum - 1, CASE WHEN a.atttypid = 'timestamptz'::regtype AND a.atttypmod >= 0 THEN a.atttypmod ELSE 6 END
        FROM pg_attribute a WHERE a.attrelid = '{OutboxColumn.QualifiedTable}'::regclass AND a.attnum > 0 AND NOT a.attisdropped
        """;

    readonly ByteBuffer _column = new(64 * 1024);

    /// <summary>Number of rows sent.</summary>
    public long Sent { get; private set; }

    public async Task<TableSnapshot> Run(CancellationToken cancellationToken)
    {
        await using var transaction = await source.Connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var snapshot = await TakeSnapshot(cancellationToken);
        await ReadPrecisions(cancellationToken);
        await using var command = new NpgsqlCommand(Rows, source.Connection) { CommandTimeout = NoTimeout };
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!await Encode(reader, cancellationToken)) continue;
            await intake.Add(encoder, default, cancellationToken);
            Sent++;
        }
        return snapshot;
    }

    async Task<TableSnapshot> TakeSnapshot(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_current_snapshot()::text, pg_current_wal_insert_lsn()", source.Connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new TableSnapshot(reader.GetString(0), (ulong)reader.GetFieldValue<NpgsqlLogSequenceNumber>(1));
    }

    async Task ReadPrecisions(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Precisions, source.Connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) encoder.Precisions[reader.GetInt32(0)] = reader.GetInt32(1);
    }

    async ValueTask<bool> Encode(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        encoder.Begin();
        for (var index = 0; index < OutboxColumn.All.Count; index++)
        {
            if (await reader.IsDBNullAsync(index, cancellationToken))
            {
                encoder.AppendNull(index);
                continue;
            }
            await using var stream = await reader.GetStreamAsync(index, cancellationToken);
            if (!oversized.Accepts((int)stream.Length, encoder)) return false;
            _column.Clear();
            var memory = _column.ReserveMemory((int)stream.Length);
            await stream.ReadExactlyAsync(memory, cancellationToken);
            encoder.Append(index, memory.Span);
        }
        encoder.End(time.GetUtcNow().ToUnixTimeMilliseconds());
        return oversized.Accepts(encoder.Key.Length + encoder.Value.Length, encoder);
    }
}
