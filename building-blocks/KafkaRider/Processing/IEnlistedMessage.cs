using System.Collections.Concurrent;

namespace KafkaRider;

/// <summary>
/// A message of an exactly-once topic endpoint with an <see cref="IEndpointState"/>, a payload of its consume context: how what its
/// consumers keep beside Kafka becomes part of the transaction. Messages of one partition come in batches; those of a key run one after
/// another, and what a message did counts only when all of its consumers have succeeded and the batch counts up to it.
/// </summary>
public interface IEnlistedMessage
{
    /// <summary>The record's key; null for a record without one.</summary>
    ReadOnlyMemory<byte>? Key { get; }

    /// <summary>True once all of its consumers have succeeded: later messages of its key may build on what it did.</summary>
    bool HasSucceeded { get; }

    /// <summary>What messages of its batch leave for one another, by the owner's choice of keys; forgotten with the batch.</summary>
    ConcurrentDictionary<object, object> Batch { get; }

    /// <summary>
    /// Keeps what is to be done when the message becomes part of the transaction: on the endpoint's loop, in the order of messages, before
    /// <see cref="ITransactionParticipant.BeforeCommit"/>; never for one that failed. An exception aborts the transaction.
    /// </summary>
    /// <param name="owner">Of several changes of one owner the last counts: a message may be tried more than once.</param>
    /// <param name="change">What to do.</param>
    void WhenIncluded(object owner, Action change);
}
