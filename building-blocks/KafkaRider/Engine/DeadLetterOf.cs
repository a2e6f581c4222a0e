using Librdkafka;

namespace KafkaRider;

/// <summary>What a handler of dead letters is told: a copy out of the client's memory.</summary>
internal static class DeadLetterOf
{
    internal static DeadLetterContext Record(in Record record, FaultCopy copy, RecordEndpointConfigurator settings)
    {
        var (origin, timestamp) = FaultTrace.FirstOrigin(record);
        return new DeadLetterContext
        {
            Position = record.Position,
            DeadLetterTopic = copy.Topic,
            Origin = new FaultOrigin(origin.Topic, origin.Partition, origin.Offset, timestamp),
            GroupId = settings.GroupId,
            Attempts = copy.Attempts,
            Reason = copy.Reason,
            Exception = copy.Error,
            Key = record.KeyIsNull ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(record.Key.ToArray()),
            Value = record.ValueIsNull ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(record.Value.ToArray()),
        };
    }
}
