using System.Collections.Concurrent;
using KafkaRider;
using Librdkafka;

namespace Views;

/// <summary>
/// Applies a joined topic to the view. A key stays on its partition, whose only writer is the join, so the later record counts; rows and
/// position move in one transaction, so nothing is applied twice or lost. What cannot be read goes to the dead-letter topic.
/// </summary>
internal sealed class JoinedProcessor(ViewTable table, JoinedWriter writer, ViewPositions positions, ViewOptions options,
    EventPrinter printer, ViewMetrics metrics) : IRecordProcessor, IPartitionLifecycle
{
    const string MalformedReason = "malformed";

    readonly ConcurrentDictionary<TopicPartition, long> next = [];

    /// <summary>Offsets before which all is printed: an attempt that is repeated prints nothing again.</summary>
    readonly ConcurrentDictionary<TopicPartition, long> unprinted = [];

    public async ValueTask<long?> Assigned(TopicPartition partition, PartitionContext context, CancellationToken cancellationToken) =>
        unprinted[partition] = next[partition] = await positions.Start(partition, context, cancellationToken);

    public ValueTask Revoked(TopicPartition partition, CancellationToken cancellationToken)
    {
        next.TryRemove(partition, out _);
        unprinted.TryRemove(partition, out _);
        return ValueTask.CompletedTask;
    }

    public async ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
    {
        var partition = new TopicPartition(batch.Topic, batch.Partition);
        if (options.Print) Print(batch, partition);
        var rows = Read(batch, output);
        await output.Acknowledged(cancellationToken);
        while (next[partition] < batch.NextOffset)
        {
            var from = next[partition];
            var newest = rows.Where(row => row.Offset >= from).GroupBy(row => row.Id).Select(row => row.Last()).ToList();
            next[partition] = await writer.Write(partition, newest, from, batch.NextOffset, cancellationToken)
                ? batch.NextOffset
                : await positions.ReadAgain(partition, from, cancellationToken);
        }
    }

    void Print(RecordBatch batch, TopicPartition partition)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            var record = batch[index];
            if (record.Offset < unprinted[partition]) continue;
            printer.PrintRow(record);
            unprinted[partition] = record.Offset + 1;
        }
    }

    List<JoinedRow> Read(RecordBatch batch, IRecordOutput output)
    {
        var rows = new List<JoinedRow>(batch.Count);
        for (var index = 0; index < batch.Count; index++)
        {
            try
            {
                rows.Add(JoinedRow.Read(batch[index], table.Enrichment!.Columns));
            }
            catch (Exception exception) when (exception is MalformedRecordException or MalformedAttributeException)
            {
                output.DeadLetter(batch[index], MalformedReason, exception);
                metrics.DeadLettered(MalformedReason);
            }
        }
        return rows;
    }
}
