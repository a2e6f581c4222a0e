using Confluent.Kafka;
using MassTransit;

namespace KafkaRider;

/// <summary>A record copied out of the client's memory: a message outlives its batch in the hands of observers and filters.</summary>
internal sealed class TopicRecord<TKey> : KafkaConsumeContext<TKey>, ITransportSequenceNumber
{
    readonly IDeserializer<TKey> keyDeserializer;
    readonly byte[]? key;
    readonly long timestamp;
    Confluent.Kafka.Headers? headers;

    internal TopicRecord(in Librdkafka.Record record, string groupId, IDeserializer<TKey> keyDeserializer)
    {
        this.keyDeserializer = keyDeserializer;
        GroupId = groupId;
        Topic = record.Topic;
        Partition = record.Partition;
        Offset = record.Offset;
        timestamp = record.Timestamp;
        key = record.KeyIsNull ? null : record.Key.ToArray();
        Value = record.Value.ToArray();
        HeaderBlock = HeaderBlock.Of(record.Headers);
        IsTombstone = record.ValueIsNull;
    }

    public string GroupId { get; }

    public string Topic { get; }

    public int Partition { get; }

    public long Offset { get; }

    public bool IsPartitionEof { get; init; }

    public DateTime CheckpointUtcDateTime => DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, timestamp)).UtcDateTime;

    /// <summary>Offsets order messages: batches sort by them.</summary>
    public ulong? SequenceNumber => (ulong)Offset;

    public TKey Key => keyDeserializer.Deserialize(key, key is null, Context(MessageComponentType.Key));

    internal byte[] Value { get; }

    internal bool IsTombstone { get; }

    /// <summary>Null without headers.</summary>
    internal HeaderBlock? HeaderBlock { get; }

    internal Confluent.Kafka.Headers Headers => headers ??= HeaderBlock?.ToHeaders() ?? [];

    internal SerializationContext Context(MessageComponentType component) => new(component, Topic, Headers);
}
