namespace Librdkafka;

/// <summary>
/// The ownership of one polled record. Dispose exactly one copy, once, and before the consumer: the memory is the library's, and the
/// consumer's destruction waits for it. May be handed to another thread.
/// </summary>
public readonly unsafe struct RecordMessage : IDisposable
{
    readonly NativeMessage* _message;
    readonly TopicNames? _names;
    readonly PlainRecord? _plain;

    internal RecordMessage(NativeMessage* message, TopicNames names)
    {
        _message = message;
        _names = names;
    }

    RecordMessage(PlainRecord plain) => _plain = plain;

    /// <summary>A message over plain arrays, for tests; disposing of it does nothing.</summary>
    public static RecordMessage Of(PlainRecord plain) => new(plain);

    /// <summary>The record, readable until <see cref="Dispose"/>.</summary>
    public Record AsRecord() => new(_message, _names, _plain);

    /// <summary>True when both are records of one partition; quicker than to compare their topics. Both must be readable.</summary>
    public bool IsOfPartitionOf(RecordMessage other) => _plain is null && other._plain is null
        ? _message->Topic == other._message->Topic && _message->Partition == other._message->Partition
        : AsRecord().Topic == other.AsRecord().Topic && AsRecord().Partition == other.AsRecord().Partition;

    /// <summary>Gives the memory back. Nothing for the default value.</summary>
    public void Dispose()
    {
        if (_message != null) Native.rd_kafka_message_destroy(_message);
    }
}
