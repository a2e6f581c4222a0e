namespace Librdkafka;

/// <summary>What a record's timestamp means. Source: rdkafka.h, <c>rd_kafka_timestamp_type_t</c>.</summary>
public enum TimestampType
{
    /// <summary>There is none.</summary>
    NotAvailable = 0,

    /// <summary>The producer's.</summary>
    CreateTime = 1,

    /// <summary>The broker's, when it appended the record.</summary>
    LogAppendTime = 2,
}

/// <summary>
/// A consumed record, read in place: key, value and headers are the library's memory, borrowed until the <see cref="RecordMessage"/> is
/// disposed of.
/// Reading allocates nothing. One thread at a time may read a record's headers.
/// </summary>
public readonly unsafe ref struct Record
{
    readonly NativeMessage* _message;
    readonly TopicNames _names;

    internal Record(NativeMessage* message, TopicNames names)
    {
        _message = message;
        _names = names;
    }

    /// <summary>The topic: the same string instance for all its records.</summary>
    public string Topic => _names.Of(_message->Topic);

    /// <summary>The partition's number.</summary>
    public int Partition => _message->Partition;

    /// <summary>The offset in the partition's log.</summary>
    public long Offset => _message->Offset;

    /// <summary>Where it stands.</summary>
    public TopicPartitionOffset Position => new(Topic, Partition, Offset);

    /// <summary>
    /// The key; empty for a null key too, which <see cref="KeyIsNull"/> tells apart (and a null span does when it is produced again).
    /// </summary>
    public ReadOnlySpan<byte> Key => new(_message->Key, checked((int)_message->KeyLength));

    /// <summary>The value; empty for a null value (a tombstone) too, which <see cref="ValueIsNull"/> tells apart.</summary>
    public ReadOnlySpan<byte> Value => new(_message->Value, checked((int)_message->ValueLength));

    /// <summary>True when the record has no key.</summary>
    public bool KeyIsNull => _message->Key == null;

    /// <summary>True for a tombstone.</summary>
    public bool ValueIsNull => _message->Value == null;

    /// <summary>Milliseconds since 1970-01-01 UTC; -1 when there is none.</summary>
    public long Timestamp => Native.rd_kafka_message_timestamp(_message, null);

    /// <summary>Whose clock <see cref="Timestamp"/> is from.</summary>
    public TimestampType TimestampType
    {
        get
        {
            TimestampType type;
            Native.rd_kafka_message_timestamp(_message, &type);
            return type;
        }
    }

    /// <summary>The headers in their order, repeated names included.</summary>
    public RecordHeaders Headers
    {
        get
        {
            nint headers;
            return Native.rd_kafka_message_headers(_message, &headers) == ErrorCode.NoError ? new RecordHeaders(headers) : default;
        }
    }
}
