using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using Npgsql.Replication.PgOutput.Messages;

namespace Capture;

/// <summary>Reads the inserts of the outbox table from a replication slot and hands them, encoded, to the <see cref="Intake"/>.
/// Transactions and rows that are already in Kafka are left out. Updates, deletes, other tables and messages are ignored.</summary>
sealed class OutboxReader(LogicalReplicationConnection connection, CapturedDatabase database, Intake intake, RowEncoder encoder,
    OversizedRows oversized, ReadPast past, TimeProvider time)
{
    const int InitialColumnCapacity = 64 * 1024;

    readonly ByteBuffer _column = new(InitialColumnCapacity);
    uint _relation;
    ulong _commitLsn;
    ulong _lastEnd = past.Position.Lsn;
    long _row;
    long _rowsDone;

    /// <summary>Runs until cancelled or until the connection fails.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        var slot = new PgOutputReplicationSlot(database.Slot);
        var options = new PgOutputReplicationOptions(database.Publication, PgOutputProtocolVersion.V1, binary: true, messages: true);
        await foreach (var message in connection.StartReplication(slot, options, cancellationToken))
        {
            switch (message)
            {
                case InsertMessage insert when insert.Relation.RelationId == _relation:
                    await Insert(insert, cancellationToken);
                    break;
                case BeginMessage begin:
                    Begin(begin);
                    break;
                case CommitMessage commit:
                    _lastEnd = (ulong)commit.TransactionEndLsn;
                    intake.Commit(_lastEnd);
                    break;
                case RelationMessage relation when relation is { Namespace: OutboxColumn.Schema, RelationName: OutboxColumn.Table }:
                    TableShape.Accept(relation, encoder.Precisions);
                    _relation = relation.RelationId;
                    break;
            }
        }
    }

    void Begin(BeginMessage begin)
    {
        _commitLsn = (ulong)begin.TransactionFinalLsn;
        _row = 0;
        _rowsDone = past.RowsDone(_commitLsn, begin.TransactionXid);
    }

    async ValueTask Insert(InsertMessage insert, CancellationToken cancellationToken)
    {
        if (++_row <= _rowsDone || !await Encode(insert, cancellationToken)) return;
        await intake.Add(encoder, new CapturePosition(_lastEnd, _commitLsn, _row), cancellationToken);
    }

    async ValueTask<bool> Encode(InsertMessage insert, CancellationToken cancellationToken)
    {
        encoder.Begin();
        var index = 0;
        await foreach (var value in insert.NewRow)
        {
            if (value.IsDBNull)
            {
                encoder.AppendNull(index++);
                continue;
            }
            if (!oversized.Accepts(value.Length, encoder)) return false;
            _column.Clear();
            var memory = _column.ReserveMemory(value.Length);
            await value.GetStream().ReadExactlyAsync(memory, cancellationToken);
            encoder.Append(index++, memory.Span);
        }
        encoder.End(time.GetUtcNow().ToUnixTimeMilliseconds());
        return oversized.Accepts(encoder.Key.Length + encoder.Value.Length, encoder);
    }
}
