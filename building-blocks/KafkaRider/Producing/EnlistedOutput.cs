namespace KafkaRider;

/// <summary>
/// What one attempt of one consumer, or everything around the consumers of a message, has produced. May be used by any number of threads
/// until it is closed.
/// </summary>
internal sealed class EnlistedOutput
{
    readonly Lock gate = new();
    readonly List<EnlistedRecord> records = [];
    readonly Dictionary<object, EnlistedOutput> kept = [];
    bool closed;

    /// <exception cref="InvalidOperationException">The consumer has ended: its record would be lost.</exception>
    internal void Add(EnlistedRecord record)
    {
        lock (gate)
        {
            if (closed)
            {
                throw new InvalidOperationException(
                    $"The consumer that produces to {record.Target.Topic} has ended. On an exactly-once endpoint await what you "
                    + "produce, or produce from outside of the consumer.");
            }

            records.Add(record);
        }
    }

    /// <summary>A consumer succeeded. If it had before, in an attempt at the whole message that failed, only the last time
    /// counts.</summary>
    internal void Keep(object consumer, EnlistedOutput attempt)
    {
        lock (gate) kept[consumer] = attempt;
    }

    /// <summary>Nothing more is taken; everything that counts, in the order of its producing within each consumer.</summary>
    internal IReadOnlyList<EnlistedRecord> Close()
    {
        lock (gate)
        {
            closed = true;
            return kept.Count == 0 ? records : [.. records, .. kept.Values.SelectMany(attempt => attempt.records)];
        }
    }
}
