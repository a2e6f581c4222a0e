namespace Librdkafka;

/// <summary>A partition of a topic.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Partition">The partition's number, from 0.</param>
public readonly record struct TopicPartition(string Topic, int Partition)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Topic}[{Partition}]";
}

/// <summary>A position in a partition.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Partition">The partition's number, from 0.</param>
/// <param name="Offset">
/// An offset of the log or one of <see cref="SpecialOffset"/>. Where it is committed: the next offset to read, the last one done plus
/// 1.
/// </param>
public readonly record struct TopicPartitionOffset(string Topic, int Partition, long Offset)
{
    /// <summary>Text that a commit keeps beside the offset; null without one. At most 4,096 bytes unless the broker allows more.</summary>
    public string? Metadata { get; init; }

    /// <summary>The partition without the position.</summary>
    public TopicPartition TopicPartition => new(Topic, Partition);

    /// <inheritdoc/>
    public override string ToString() => $"{Topic}[{Partition}]@{Offset}";
}

/// <summary>Offsets that are not positions of records. Source: rdkafka.h, <c>RD_KAFKA_OFFSET_*</c>.</summary>
public static class SpecialOffset
{
    /// <summary>The oldest record that the log holds.</summary>
    public const long Beginning = -2;

    /// <summary>Behind the newest record.</summary>
    public const long End = -1;

    /// <summary>The committed offset of the group; where there is none, <c>auto.offset.reset</c> decides.</summary>
    public const long Stored = -1000;

    /// <summary>No offset: nothing committed, nothing found, nothing read yet.</summary>
    public const long None = -1001;
}
