using Librdkafka;

namespace KafkaRider;

/// <summary>
/// Where a processor's results go. Everything is copied at once. The batch's position moves only after all of it is acknowledged
/// (at-least-once) or in the same transaction (exactly-once).
/// </summary>
public interface IRecordOutput
{
    /// <summary>Produces one record.</summary>
    /// <param name="topic">An existing topic.</param>
    /// <param name="partition">The partition, or -1 for Java's default (murmur2 of the key; random without a key).</param>
    /// <param name="key">The key; a default span is a null key.</param>
    /// <param name="value">The value; a default span is a tombstone.</param>
    /// <param name="headers">Headers, in order; names may repeat.</param>
    /// <exception cref="KafkaException">The client refuses the record (for example too large): nothing was produced.</exception>
    void Produce(
        string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers = default);

    /// <summary>Produces a copy of a record: its key, value and headers untouched, more headers after them.</summary>
    /// <inheritdoc cref="Produce" path="/exception"/>
    void Forward(in Record record, string topic, int partition, ReadOnlySpan<HeaderToAdd> headers = default);

    /// <summary>Produces a copy of a record with another value: its key and headers untouched, more headers after them.</summary>
    /// <inheritdoc cref="Produce" path="/exception"/>
    void Forward(in Record record, string topic, int partition, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers);

    /// <summary>
    /// Copies a record of the current batch to the dead-letter topic: raw key, value and headers, with headers of its origin and of the
    /// error (<see cref="FaultHeaders"/>). A copy that fails is tried again; one that is too large loses first the stack trace, then
    /// its
    /// body, never its origin.
    /// </summary>
    /// <param name="record">A record of the batch.</param>
    /// <param name="reason">Why, in a short stable word for grouping, such as <c>malformed</c>.</param>
    /// <param name="error">The exception behind it, if any.</param>
    void DeadLetter(in Record record, string reason, Exception? error);

    /// <summary>
    /// The record failed: the endpoint's own rule decides what becomes of it (<see cref="FaultAction"/>). From then on it counts as done
    /// as soon as its copy, if there is one, is safe; unless the endpoint stops before it, then it comes again. For any thread.
    /// </summary>
    /// <param name="record">A record of the batch.</param>
    /// <param name="reason">Why, in a short stable word for grouping.</param>
    /// <param name="error">What happened.</param>
    void Fail(in Record record, string reason, Exception error);

    /// <summary>
    /// Asks whether a record must not be processed now, because one of its key before it failed or the endpoint has stopped: then pass over
    /// it; the endpoint sees to it that it comes again. An endpoint that keeps the order of keys demands this question before each record,
    /// in order, once those of its key before it in the batch have succeeded or were given to <see cref="Fail"/>. For any thread.
    /// </summary>
    /// <param name="record">A record of the batch.</param>
    bool Waits(in Record record) => false;

    /// <summary>
    /// Ends when everything produced so far is safe: acknowledged (at-least-once) or in the open transaction (exactly-once). For processors
    /// that keep their own positions: no position may pass a dead letter that can still be lost.
    /// </summary>
    /// <exception cref="KafkaException">A record was not delivered, or the partition is being given up.</exception>
    /// <exception cref="InvalidOperationException">A failed record stays and comes again: the endpoint stops before it.</exception>
    ValueTask Acknowledged(CancellationToken cancellationToken);
}
