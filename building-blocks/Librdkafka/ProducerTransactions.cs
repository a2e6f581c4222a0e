namespace Librdkafka;

/// <content>
/// Transactions, with <c>transactional.id</c> set. Every failure is a <see cref="KafkaException"/>: retriable, call again; requires
/// abort, abort and begin anew; fatal (fenced among others), dispose of the producer. Source: rdkafka.h, "Transactional producer
/// API".
/// </content>
public sealed unsafe partial class Producer
{
    /// <summary>Once, before the first transaction: fences older producers with the same id and ends what they left open.</summary>
    /// <exception cref="KafkaException">See above; with <see cref="ErrorCode.TimedOut"/> call again.</exception>
    public void InitTransactions(TimeSpan timeout) =>
        Finish(Native.rd_kafka_init_transactions(_client, Text.Milliseconds(timeout)), "Initialising transactions");

    /// <summary>Begins a transaction: everything produced until its end belongs to it.</summary>
    /// <exception cref="KafkaException">See above.</exception>
    public void BeginTransaction() => Finish(Native.rd_kafka_begin_transaction(_client), "Beginning a transaction");

    /// <summary>
    /// Adds next offsets to read of a consumer group to the transaction. The consumer must have <c>enable.auto.commit=false</c>.
    /// </summary>
    /// <exception cref="KafkaException">See above. A member that the group has left behind is refused: abort.</exception>
    public void SendOffsetsToTransaction(IEnumerable<TopicPartitionOffset> offsets, GroupMetadata groupMetadata, TimeSpan timeout)
    {
        using PartitionList list = PartitionList.Of(offsets);
        nint error = Native.rd_kafka_send_offsets_to_transaction(_client, list.Pointer, groupMetadata, Text.Milliseconds(timeout));
        Finish(error, "Adding offsets to the transaction");
    }

    /// <summary>Flushes and commits.</summary>
    /// <exception cref="KafkaException">
    /// See above. Neither flag, or timed out for good: the outcome is not known (the broker may have committed); compare the group's
    /// committed offsets.
    /// </exception>
    public void CommitTransaction(TimeSpan timeout) =>
        Finish(Native.rd_kafka_commit_transaction(_client, Text.Milliseconds(timeout)), "Committing the transaction");

    /// <summary>Purges what is queued and aborts: read_committed consumers never see its records, the offsets stay as they were.</summary>
    /// <exception cref="KafkaException">See above.</exception>
    public void AbortTransaction(TimeSpan timeout) =>
        Finish(Native.rd_kafka_abort_transaction(_client, Text.Milliseconds(timeout)), "Aborting the transaction");

    void Finish(nint error, string operation)
    {
        KafkaException? failure = error == 0 ? null : KafkaException.FromError(error, operation);

        // Delivery reports are served inside these calls; the transaction's own error says more than what a handler threw.
        if (failure is not null) throw failure;
        _callbacks.ThrowIfFailed();
    }
}
