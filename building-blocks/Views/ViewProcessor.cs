using System.Collections.Concurrent;
using KafkaRider;
using Librdkafka;
using Npgsql;

namespace Views;

/// <summary>
/// Applies records to the view. At least once by Kafka, once by the view: rows and position move in one transaction, and the position
/// decides where reading starts. A record that can never be applied is in the dead-letter topic before the position passes it, one that
/// may be applied later in a retry topic, which is read with positions of its own.
/// </summary>
internal sealed class ViewProcessor(RecordReader reader, BatchApplier applier, ViewPositions positions, ViewOptions options,
    ViewRehearsal rehearsal, EventPrinter printer, ViewMetrics metrics) : IRecordProcessor, IPartitionLifecycle
{
    const string MalformedReason = "malformed";
    const string RefusedReason = "refused-by-database";

    readonly ConcurrentDictionary<TopicPartition, Progress> owned = [];

    public async ValueTask<long?> Assigned(TopicPartition partition, PartitionContext context, CancellationToken cancellationToken)
    {
        await rehearsal.Run(cancellationToken);
        var progress = new Progress { Next = await positions.Start(partition, context, cancellationToken) };
        owned[partition] = progress;
        return progress.Next;
    }

    public ValueTask Revoked(TopicPartition partition, CancellationToken cancellationToken)
    {
        owned.TryRemove(partition, out _);
        return ValueTask.CompletedTask;
    }

    public async ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
    {
        var started = metrics.Start();
        var partition = new TopicPartition(batch.Topic, batch.Partition);
        var progress = owned[partition];
        var malformed = new List<long>();
        var entries = Read(batch, progress, output, malformed);
        if (malformed.Count > 0) await output.Acknowledged(cancellationToken);
        progress.Copied.UnionWith(malformed);

        async ValueTask Refuse(BatchEntry entry, PostgresException reason)
        {
            if (progress.Copied.Contains(entry.Offset)) return;
            if (Refusal.MayPass(reason)) output.Fail(batch[entry.Index], RefusedReason, reason);
            else DeadLetter(batch, entry.Index, output, RefusedReason, reason);
            await output.Acknowledged(cancellationToken);
            progress.Copied.Add(entry.Offset);
        }

        progress.Next = await applier.Apply(partition, entries, progress.Next, batch.NextOffset, Refuse, cancellationToken);
        progress.Copied.Clear();
        metrics.Applied(entries.Count, started);
    }

    List<BatchEntry> Read(RecordBatch batch, Progress progress, IRecordOutput output, List<long> malformed)
    {
        var entries = new List<BatchEntry>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            var record = batch[i];
            // Done before: by an owner that was ahead, or in an earlier attempt at this batch.
            if (record.Offset < progress.Next || progress.Copied.Contains(record.Offset)) continue;
            if (options.Print && record.Offset > progress.LastPrinted)
            {
                printer.Print(record.Position.TopicPartition, record.Offset, record.Value);
                progress.LastPrinted = record.Offset;
            }
            if (record.ValueIsNull) continue; // A tombstone says that a row left the outbox; the fact remains.

            var meaning = reader.Read(record.Value);
            if (meaning.Problem is { } problem)
            {
                DeadLetter(batch, i, output, MalformedReason, problem);
                malformed.Add(record.Offset);
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

    /// <summary>How far one partition is; used by one batch at a time.</summary>
    sealed class Progress
    {
        /// <summary>The position in the database as last seen.</summary>
        public long Next { get; set; }

        /// <summary>Offset of the last record that was printed: an attempt that is repeated prints nothing again.</summary>
        public long LastPrinted { get; set; } = -1;

        /// <summary>Offsets of the current batch that are safe in another topic: further attempts do not copy them again.</summary>
        public HashSet<long> Copied { get; } = [];
    }
}
