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
/// A consumed record, read in place: key, value and headers are the library's memory, borrowed until the <see cref="RecordMessage"/>
/// is disposed of. Reading allocates nothing. One thread at a time may read a record's headers.
/// </summary>
public readonly unsafe ref struct Record
{
    readonly NativeMessage* _message;
    readonly TopicNames? _names;
    readonly PlainRecord? _plain;

    internal Record(NativeMessage* message, TopicNames? names, PlainRecord? plain)
    {
        _message = message;
        _names = names;
        _plain = plain;
    }

    /// <summary>A record over plain arrays, for tests.</summary>
    public Record(PlainRecord plain)
        : this(null, null, plain)
    {
    }

    /// <summary>The topic: the same string instance for all its records.</summary>
    public string Topic => _plain is null ? _names!.Of(_message->Topic) : _plain.Topic;

    /// <summary>The partition's number.</summary>
    public int Partition => _plain is null ? _message->Partition : _plain.Partition;

    /// <summary>The offset in the partition's log.</summary>
    public long Offset => _plain is null ? _message->Offset : _plain.Offset;

    /// <summary>Where it stands.</summary>
    public TopicPartitionOffset Position => new(Topic, Partition, Offset);

    /// <summary>
    /// The key; empty for a null key too, which <see cref="KeyIsNull"/> tells apart (and a null span does when it is produced again).
    /// </summary>
    public ReadOnlySpan<byte> Key => _plain is null ? new ReadOnlySpan<byte>(_message->Key, (int)_message->KeyLength) : _plain.Key;

    /// <summary>The value; empty for a null value (a tombstone) too, which <see cref="ValueIsNull"/> tells apart.</summary>
    public ReadOnlySpan<byte> Value => _plain is null ? new ReadOnlySpan<byte>(_message->Value, (int)_message->ValueLength) : _plain.Value;

    /// <summary>True when the record has no key.</summary>
    public bool KeyIsNull => _plain is null ? _message->Key == null : _plain.Key is null;

    /// <summary>True for a tombstone.</summary>
    public bool ValueIsNull => _plain is null ? _message->Value == null : _plain.Value is null;

    /// <summary>Milliseconds since 1970-01-01 UTC; -1 when there is none.</summary>
    public long Timestamp => _plain is null ? Native.rd_kafka_message_timestamp(_message, null) : _plain.Timestamp;

    /// <summary>Whose clock <see cref="Timestamp"/> is from.</summary>
    public TimestampType TimestampType
    {
        get
        {
            if (_plain is not null) return _plain.Timestamp < 0 ? TimestampType.NotAvailable : TimestampType.CreateTime;
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
            if (_plain is not null) return new RecordHeaders(_plain);
            nint headers;
            return Native.rd_kafka_message_headers(_message, &headers) == ErrorCode.NoError ? new RecordHeaders(headers) : default;
        }
    }
}
