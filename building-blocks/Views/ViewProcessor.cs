using System.Collections.Concurrent;
using KafkaRider;
using Librdkafka;
using Npgsql;

namespace Views;

/// <summary>
/// Applies records to the view. At least once by Kafka, once by the view: rows and position move in one transaction, and the position decides
/// where reading starts. A record that can never be applied is in the dead-letter topic before the position passes it.
/// </summary>
internal sealed class ViewProcessor(RecordReader reader, BatchApplier applier, ViewPositions positions, ViewOptions options,
    EventPrinter printer, ViewMetrics metrics) : IRecordProcessor, IPartitionLifecycle
{
    const string MalformedReason = "malformed";
    const string RefusedReason = "refused-by-database";

    readonly ConcurrentDictionary<PartitionName, long> next = [];

    public async ValueTask<long?> Assigned(TopicPartition partition, PartitionContext context, CancellationToken cancellationToken)
    {
        var name = new PartitionName(partition.Topic, partition.Partition);
        var log = new LogBounds(context.ClusterId, context.LowWatermark, context.HighWatermark);
        var start = await positions.Start(name, log, cancellationToken);
        next[name] = start;
        return start;
    }

    public ValueTask Revoked(TopicPartition partition, CancellationToken cancellationToken)
    {
        next.TryRemove(new PartitionName(partition.Topic, partition.Partition), out _);
        return ValueTask.CompletedTask;
    }

    public async ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
    {
        var partition = new PartitionName(batch.Topic, batch.Partition);
        var from = next[partition];
        var entries = Read(batch, partition, from, output, out var refused);
        if (refused > 0) await output.Acknowledged(cancellationToken);

        async ValueTask Refuse(BatchEntry entry, PostgresException reason)
        {
            DeadLetter(batch, entry.Index, output, RefusedReason, reason);
            await output.Acknowledged(cancellationToken);
        }

        var started = metrics.Start();
        next[partition] = await applier.Apply(partition, entries, from, batch.NextOffset, Refuse, cancellationToken);
        metrics.Applied(entries.Count, started);
    }

    List<BatchEntry> Read(RecordBatch batch, PartitionName partition, long from, IRecordOutput output, out int refused)
    {
        refused = 0;
        var entries = new List<BatchEntry>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            var record = batch[i];
            if (record.Offset < from) continue; // Done before: by us, or by an owner that was ahead.
            if (options.Print) printer.Print(partition, record.Offset, record.Value);

            if (record.ValueIsNull) continue; // A tombstone says that a row left the outbox; the fact remains.
            var meaning = reader.Read(record.Value);
            if (meaning.Problem is { } problem)
            {
                DeadLetter(batch, i, output, MalformedReason, problem);
                refused++;
            }
            else if (meaning.Entities.Count > 0) entries.Add(new BatchEntry(i, record.Offset, meaning.Entities));
        }
        return entries;
    }

    void DeadLetter(RecordBatch batch, int index, IRecordOutput output, string reason, Exception problem)
    {
        output.DeadLetter(batch[index], reason, problem);
        metrics.DeadLettered(reason);
    }
}
