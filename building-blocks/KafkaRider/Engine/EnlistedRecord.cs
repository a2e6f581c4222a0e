using Librdkafka;

namespace KafkaRider;

/// <summary>A record that a message's consumers produced, on its way into the transaction.</summary>
internal sealed record EnlistedRecord(TopicPartition Target, byte[]? Key, byte[]? Value, OutgoingHeaders Headers, long Timestamp);
