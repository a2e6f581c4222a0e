using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Librdkafka;

namespace KafkaRider;

/// <summary>
/// What the headers of a failed record tell about it: ours, and where those are absent Spring's, Kafka Connect's or MassTransit's.
/// A value that cannot be read counts as absent.
/// </summary>
/// <remarks>
/// Names: Spring for Apache Kafka, <c>KafkaHeaders.DLT_*</c> (numbers are big-endian); Kafka Connect, KIP-298 (text); MassTransit,
/// <c>MessageHeaders</c> (the origin is an address that ends with the topic).
/// </remarks>
internal sealed class FaultTrace
{
    const string SpringPrefix = "kafka_dlt-";
    const string SpringRetryPrefix = "retry_topic-";
    const string ConnectPrefix = "__connect.errors.";
    const string MassTransitPrefix = "MT-Fault-";
    const string MassTransitReason = "MT-Reason";

    static readonly string[] Prefixes =
        [FaultHeaders.Prefix, SpringPrefix, SpringRetryPrefix, ConnectPrefix, MassTransitPrefix, MassTransitReason];

    readonly Dictionary<string, byte[]> values;

    FaultTrace(Dictionary<string, byte[]> values) => this.values = values;

    /// <summary>Where the record first came from; null when that is not known to the offset.</summary>
    internal TopicPartitionOffset? Origin =>
        OriginTopic is { } topic && OriginPartition is >= 0 and <= int.MaxValue and var partition && OriginOffset is { } offset
            ? new TopicPartitionOffset(topic, (int)partition, offset)
            : null;

    internal string? OriginTopic =>
        Text(FaultHeaders.OriginTopic, SpringPrefix + "original-topic", ConnectPrefix + "topic")
        ?? Text(MassTransitPrefix + "InputAddress")?.Split('?')[0].Split('/')[^1];

    internal long? OriginPartition =>
        Number(FaultHeaders.OriginPartition, SpringPrefix + "original-partition", ConnectPrefix + "partition");

    internal long? OriginOffset => Number(FaultHeaders.OriginOffset, SpringPrefix + "original-offset", ConnectPrefix + "offset");

    /// <summary>Milliseconds since 1970.</summary>
    internal long? OriginTimestamp => Number(FaultHeaders.OriginTimestamp, SpringPrefix + "original-timestamp");

    internal string? Group => Text(FaultHeaders.Group, SpringPrefix + "original-consumer-group", ConnectPrefix + "connector.name");

    internal int Attempts => Number(FaultHeaders.Attempts) is >= 0 and <= int.MaxValue and var attempts ? (int)attempts : 0;

    internal string? Reason => Text(FaultHeaders.Reason, ConnectPrefix + "stage", MassTransitReason);

    internal string? ExceptionType => Text(
        FaultHeaders.ExceptionType, SpringPrefix + "exception-fqcn", ConnectPrefix + "exception.class.name",
        MassTransitPrefix + "ExceptionType");

    internal string? ExceptionMessage => Text(
        FaultHeaders.ExceptionMessage, SpringPrefix + "exception-message", ConnectPrefix + "exception.message",
        MassTransitPrefix + "Message");

    internal string? ExceptionStack => Text(
        FaultHeaders.ExceptionStack, SpringPrefix + "exception-stacktrace", ConnectPrefix + "exception.stacktrace",
        MassTransitPrefix + "StackTrace");

    /// <summary>The body was too large for the topic: only its hash is left.</summary>
    internal bool IsStub => values.ContainsKey(FaultHeaders.ValueSha256);

    /// <summary>One line for each time that it was redriven.</summary>
    internal string? Redriven => Text(FaultHeaders.Redriven);

    /// <summary>True for every header of this kind, whoever wrote it.</summary>
    internal static bool IsFaultHeader(string name) => Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Of a name that repeats the last value counts.</summary>
    internal static FaultTrace Read(RecordHeaders headers)
    {
        Dictionary<string, byte[]> values = [];
        foreach (var header in headers)
        {
            var name = Encoding.UTF8.GetString(header.Name);
            if (IsFaultHeader(name)) values[name] = header.Value.ToArray();
        }

        return new FaultTrace(values);
    }

    /// <summary>Where a record first came from, by whoever told it to the offset; else where it is.</summary>
    internal static (TopicPartitionOffset Position, long Timestamp) FirstOrigin(in Record record)
    {
        var trace = Read(record.Headers);
        return trace.Origin is { } origin ? (origin, trace.OriginTimestamp ?? record.Timestamp) : (record.Position, record.Timestamp);
    }

    string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (values.TryGetValue(name, out var value) && value.Length > 0) return Encoding.UTF8.GetString(value);
        return null;
    }

    long? Number(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (values.TryGetValue(name, out var value) && NumberOf(name, value) is { } number) return number;
        return null;
    }

    static long? NumberOf(string name, byte[] value)
    {
        if (name.StartsWith(SpringPrefix, StringComparison.Ordinal)) return value.Length switch
        {
            sizeof(int) => BinaryPrimitives.ReadInt32BigEndian(value),
            sizeof(long) => BinaryPrimitives.ReadInt64BigEndian(value),
            _ => null,
        };
        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
