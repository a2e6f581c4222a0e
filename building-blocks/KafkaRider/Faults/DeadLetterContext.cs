using Librdkafka;

namespace KafkaRider;

/// <summary>A record that has become a dead letter.</summary>
public sealed class DeadLetterContext
{
    /// <summary>Where the record was when it failed for the last time: its source topic, or a retry topic.</summary>
    public required TopicPartitionOffset Position { get; init; }

    /// <summary>Topic that has the copy.</summary>
    public required string DeadLetterTopic { get; init; }

    /// <summary>Where the record first came from, as far as that is known.</summary>
    public required FaultOrigin Origin { get; init; }

    /// <summary>Consumer group that failed on it.</summary>
    public required string GroupId { get; init; }

    /// <summary>Attempts made by the group.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why, in a short stable word.</summary>
    public required string Reason { get; init; }

    /// <summary>The last exception; null when there was none.</summary>
    public required Exception? Exception { get; init; }

    /// <summary>Key; null for none.</summary>
    public required ReadOnlyMemory<byte>? Key { get; init; }

    /// <summary>Value; null for a tombstone.</summary>
    public required ReadOnlyMemory<byte>? Value { get; init; }
}

/// <summary>Where a record first came from; null where that is not known.</summary>
/// <param name="Topic">Topic.</param>
/// <param name="Partition">Partition.</param>
/// <param name="Offset">Offset.</param>
/// <param name="Timestamp">Timestamp it had there, in milliseconds since 1970.</param>
public sealed record FaultOrigin(string? Topic, int? Partition, long? Offset, long? Timestamp);
