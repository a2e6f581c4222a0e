using Librdkafka;

namespace KafkaRider;

/// <summary>What a handler of dead letters is told: a copy out of the client's memory.</summary>
internal static class DeadLetterOf
{
    internal static DeadLetterContext Record(in Record record, FaultCopy copy, RecordEndpointConfigurator settings)
    {
        var trace = FaultTrace.Read(record.Headers);
        var origin = trace.Origin ?? record.Position;
        return new DeadLetterContext
        {
            Position = record.Position,
            DeadLetterTopic = copy.Topic,
            Origin = new FaultOrigin(
                origin.Topic, origin.Partition, origin.Offset, (trace.Origin is null ? null : trace.OriginTimestamp) ?? record.Timestamp),
            GroupId = settings.GroupId,
            Attempts = copy.Attempts,
            Reason = copy.Reason,
            Exception = copy.Error,
            Key = record.KeyIsNull ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(record.Key.ToArray()),
            Value = record.ValueIsNull ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(record.Value.ToArray()),
        };
    }
}
