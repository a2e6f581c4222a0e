using System.Text;
using Librdkafka;

namespace KafkaRider;

/// <summary>Which dead letters are meant: those that fit everything that is set. Text is compared exactly.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>All of them.</summary>
    public static readonly DeadLetterFilter All = new();

    /// <summary>Their reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Full name of their last exception's type.</summary>
    public string? ExceptionType { get; init; }

    /// <summary>Topic that they first came from.</summary>
    public string? OriginTopic { get; init; }

    /// <summary>Their key, as text in UTF-8.</summary>
    public string? Key { get; init; }

    /// <summary>Written to the dead-letter topic at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Written to the dead-letter topic before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>One dead letter alone.</summary>
    public DeadLetterId? Id { get; init; }

    internal bool Matches(in Record record)
    {
        if (Id is { } id && (record.Partition != id.Partition || record.Offset != id.Offset)) return false;
        if (From is { } from && record.Timestamp < from.ToUnixTimeMilliseconds()) return false;
        if (Until is { } until && record.Timestamp >= until.ToUnixTimeMilliseconds()) return false;
        if (Key is not null && (record.KeyIsNull || !record.Key.SequenceEqual(Encoding.UTF8.GetBytes(Key)))) return false;
        if (Reason is null && ExceptionType is null && OriginTopic is null) return true;
        var trace = FaultTrace.Read(record.Headers);
        return (Reason is null || trace.Reason == Reason)
            && (ExceptionType is null || trace.ExceptionType == ExceptionType)
            && (OriginTopic is null || trace.OriginTopic == OriginTopic);
    }
}
