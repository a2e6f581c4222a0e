namespace Librdkafka;

/// <summary>
/// A record made of plain arrays instead of the library's memory, so that whatever handles records can be tested without a broker.
/// </summary>
/// <param name="topic">The topic.</param>
/// <param name="partition">The partition's number.</param>
/// <param name="offset">The offset.</param>
/// <param name="key">The key, or null.</param>
/// <param name="value">The value, or null for a tombstone.</param>
public sealed class PlainRecord(string topic, int partition, long offset, byte[]? key, byte[]? value)
{
    /// <summary>The topic.</summary>
    public string Topic { get; } = topic;

    /// <summary>The partition's number.</summary>
    public int Partition { get; } = partition;

    /// <summary>The offset.</summary>
    public long Offset { get; } = offset;

    /// <summary>The key, or null.</summary>
    public byte[]? Key { get; } = key;

    /// <summary>The value, or null for a tombstone.</summary>
    public byte[]? Value { get; } = value;

    /// <summary>Milliseconds since 1970-01-01 UTC; -1: none.</summary>
    public long Timestamp { get; init; } = -1;

    /// <summary>The headers in their order; a value may be null.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]?>> Headers { get; init; } = [];
}
