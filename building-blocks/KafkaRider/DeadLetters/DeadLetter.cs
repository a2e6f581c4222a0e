using System.Text;
using Librdkafka;

namespace KafkaRider;

/// <summary>
/// A record of a dead-letter topic, copied out of the client. What is known about its fault comes from <see cref="FaultHeaders"/>, or from
/// the headers of Spring, Kafka Connect or MassTransit where ours are absent; null where none of them says.
/// </summary>
public sealed record DeadLetter
{
    /// <summary>Where it lies.</summary>
    public required DeadLetterId Id { get; init; }

    /// <summary>When it was written there.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The record's key; null without one.</summary>
    public required byte[]? Key { get; init; }

    /// <summary>The record's value; null for a tombstone and for a stub.</summary>
    public required byte[]? Value { get; init; }

    /// <summary>All headers, the record's own and those of its fault, in order.</summary>
    public required IReadOnlyList<KeyValuePair<string, byte[]?>> Headers { get; init; }

    /// <summary>Topic it first came from.</summary>
    public string? OriginTopic { get; init; }

    /// <summary>Position it had there.</summary>
    public TopicPartitionOffset? Origin { get; init; }

    /// <summary>Timestamp it had there.</summary>
    public DateTimeOffset? OriginTime { get; init; }

    /// <summary>Consumer group that failed on it.</summary>
    public string? Group { get; init; }

    /// <summary>Why, in a short stable word.</summary>
    public string? Reason { get; init; }

    /// <summary>Attempts made before it was given up; 0 where nobody counted.</summary>
    public int Attempts { get; init; }

    /// <summary>Full name of the last exception's type.</summary>
    public string? ExceptionType { get; init; }

    /// <summary>The last exception's message.</summary>
    public string? ExceptionMessage { get; init; }

    /// <summary>The last exception's stack trace.</summary>
    public string? ExceptionStack { get; init; }

    /// <summary>True when the body was too large for the topic: only its hash and size are left, so that it cannot be redriven.</summary>
    public bool IsStub { get; init; }

    /// <summary>One line for each time that it was redriven before it died again, oldest first.</summary>
    public IReadOnlyList<string> History { get; init; } = [];

    internal int Bytes => (Key?.Length ?? 0) + (Value?.Length ?? 0) + Headers.Sum(header => header.Value?.Length ?? 0);

    internal static DeadLetter Of(in Record record)
    {
        var trace = FaultTrace.Read(record.Headers);
        return new DeadLetter
        {
            Id = new DeadLetterId(record.Partition, record.Offset),
            Time = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, record.Timestamp)),
            Key = record.KeyIsNull ? null : record.Key.ToArray(),
            Value = record.ValueIsNull ? null : record.Value.ToArray(),
            Headers = Copy(record.Headers),
            OriginTopic = trace.OriginTopic,
            Origin = trace.Origin,
            OriginTime = Moment(trace.OriginTimestamp),
            Group = trace.Group,
            Reason = trace.Reason,
            Attempts = trace.Attempts,
            ExceptionType = trace.ExceptionType,
            ExceptionMessage = trace.ExceptionMessage,
            ExceptionStack = trace.ExceptionStack,
            IsStub = trace.IsStub,
            History = trace.Redriven?.Split('\n') ?? [],
        };
    }

    static List<KeyValuePair<string, byte[]?>> Copy(RecordHeaders headers)
    {
        List<KeyValuePair<string, byte[]?>> copy = new(headers.Count);
        foreach (var header in headers)
            copy.Add(new(Encoding.UTF8.GetString(header.Name), header.ValueIsNull ? null : header.Value.ToArray()));
        return copy;
    }

    static DateTimeOffset? Moment(long? milliseconds) =>
        milliseconds is { } value && value >= 0 && value <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(value)
            : null;
}
