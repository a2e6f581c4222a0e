namespace KafkaRider;

/// <summary>
/// A record with a key and no value: what the key stood for was deleted. Consumed as a message of its own on endpoints that call
/// <c>DeliverTombstones</c>; the key is in the consume context.
/// </summary>
/// <typeparam name="T">Type of the messages of the endpoint.</typeparam>
public sealed record Tombstone<T>
    where T : class;
