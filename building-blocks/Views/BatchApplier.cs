using KafkaRider;
using Librdkafka;
using Npgsql;

namespace Views;

/// <summary>Takes a record that the database refuses; it is safe in a retry topic or the dead-letter topic once the task
/// completes.</summary>
internal delegate ValueTask RefuseRecord(BatchEntry entry, PostgresException reason);

/// <summary>
/// Applies a batch in one transaction, or, when the database refuses a value in it, in as few as it takes to find that record.
/// </summary>
internal sealed class BatchApplier(ViewWriter writer, ViewPositions positions)
{
    /// <summary>Applies the entries and moves the position from <paramref name="from"/> to <paramref name="to"/>.</summary>
    /// <returns>The position: <paramref name="to"/>, or further when another owner is ahead.</returns>
    /// <exception cref="RestartPartitionException">
    /// The position was moved back or removed: read from the database's position again.
    /// </exception>
    public async Task<long> Apply(TopicPartition partition, List<BatchEntry> entries, long from, long to, RefuseRecord refuse,
        CancellationToken cancellationToken)
    {
        while (from < to)
        {
            entries = entries.FindAll(entry => entry.Offset >= from);
            try
            {
                if (await writer.Write(partition, entries.SelectMany(entry => entry.States), from, to, cancellationToken)) return to;

                from = await positions.ReadAgain(partition, from, cancellationToken);
            }
            catch (PostgresException refused) when (entries.Count > 1 && Refusal.IsOfOneRecord(refused))
            {
                var middle = entries.Count / 2;
                from = await Apply(partition, entries[..middle], from, entries[middle].Offset, refuse, cancellationToken);
            }
            catch (PostgresException refused) when (entries.Count == 1 && Refusal.IsOfOneRecord(refused))
            {
                await refuse(entries[0], refused);
                entries = [];
            }
        }
        return from;
    }
}
