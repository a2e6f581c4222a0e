using Librdkafka;

namespace KafkaRider;

/// <summary>
/// Optional for an <see cref="IRecordProcessor"/> of an exactly-once endpoint: takes part in its transactions. What it keeps beside Kafka
/// must not count before <see cref="Committed"/>, and must be forgotten at <see cref="Aborted"/>: the records come again. All calls come
/// from the endpoint's loop, never while a batch is processed. On a broker without transactions it is called in the same way, and
/// after a crash may see records again that it has seen committed.
/// </summary>
public interface ITransactionParticipant
{
    /// <summary>The transaction is about to be committed: the last output of it, such as changelog records. An exception aborts
    /// it.</summary>
    void BeforeCommit(IRecordOutput output);

    /// <summary>The transaction is committed, with these positions.</summary>
    /// <param name="positions">Next offset to read of every assigned partition.</param>
    void Committed(IReadOnlyList<TopicPartitionOffset> positions);

    /// <summary>The transaction is aborted; its records are read again.</summary>
    void Aborted();
}
