using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Librdkafka;

namespace KafkaRider;

/// <summary>One record on its way to a retry topic or to the dead letters: why, in which form, and where to.</summary>
internal sealed class FaultCopy
{
    static readonly byte[] Prefix = Encoding.UTF8.GetBytes(FaultHeaders.Prefix);
    static readonly byte[] Redriven = Encoding.UTF8.GetBytes(FaultHeaders.Redriven);

    /// <summary>What a copy that only waits writes anew; the rest tells of earlier attempts.</summary>
    static readonly byte[][] RewrittenWhileWaiting = Array.ConvertAll(
        [
            FaultHeaders.OriginTopic, FaultHeaders.OriginPartition, FaultHeaders.OriginOffset, FaultHeaders.OriginTimestamp,
            FaultHeaders.Group, FaultHeaders.NotBefore,
        ],
        Encoding.UTF8.GetBytes);

    readonly Exception? error;
    string? reason;

    FaultCopy(long offset, string topic, string? reason, Exception? error)
    {
        Offset = offset;
        Topic = topic;
        this.reason = reason;
        this.error = error;
    }

    /// <summary>Offset of the record where it failed.</summary>
    internal long Offset { get; }

    /// <summary>Where the copy goes.</summary>
    internal string Topic { get; private set; }

    /// <summary>Attempts made, this one included.</summary>
    internal int Attempts { get; private init; }

    internal string Reason => reason ?? "waits";

    internal Exception? Error => error;

    /// <summary>Goes to a retry topic.</summary>
    internal bool IsRetry => NotBefore is not null;

    internal FaultCopyForm Form { get; private set; }

    /// <summary>Chosen by key instead of the record's own partition, because the topic has fewer.</summary>
    internal bool ByKey { get; private set; }

    DateTimeOffset? NotBefore { get; set; }

    /// <summary>It did not fail: it waits for another of its key.</summary>
    bool OnlyWaits => reason is null;

    bool KeepsBody => Form < FaultCopyForm.WithoutBody;

    bool KeepsKey => Form < FaultCopyForm.OriginOnly;

    /// <summary>A record that has failed for good.</summary>
    internal static FaultCopy DeadLetter(in Record record, string topic, int attempts, string reason, Exception? error) =>
        new(record.Offset, topic, reason, error) { Attempts = attempts };

    /// <summary>A record that is tried again later.</summary>
    internal static FaultCopy Retry(in Record record, RetryRung rung, int attempts, string reason, Exception error, DateTimeOffset now) =>
        new(record.Offset, rung.Topic, reason, error) { Attempts = attempts, NotBefore = now + rung.Delay };

    /// <summary>A record that waits behind another of its key.</summary>
    internal static FaultCopy Waiting(in Record record, RetryRung rung, DateTimeOffset now) =>
        new(record.Offset, rung.Topic, reason: null, error: null) { NotBefore = now + rung.Delay };

    internal int PartitionFor(in Record record) => ByKey ? Producer.AnyPartition : record.Partition;

    internal ReadOnlySpan<byte> KeyOf(in Record record) => KeepsKey && !record.KeyIsNull ? record.Key : default;

    internal ReadOnlySpan<byte> ValueOf(in Record record) => KeepsBody && !record.ValueIsNull ? record.Value : default;

    /// <summary>Makes the copy acceptable after this refusal. False when nothing can: then the same copy is tried again.</summary>
    /// <param name="code">Why it was refused.</param>
    /// <param name="deadLetterTopic">Where a copy goes that no retry topic can take: an attempt without the body is none.</param>
    internal bool ShrinkFor(ErrorCode code, string? deadLetterTopic)
    {
        switch (code)
        {
            case ErrorCode.UnknownPartition when !ByKey:
                ByKey = true;
                return true;
            case ErrorCode.MessageTooLarge or ErrorCode.BatchTooLarge or ErrorCode.InvalidRecord when Form < FaultCopyForm.OriginOnly:
                if (IsRetry && (Form > FaultCopyForm.Whole || error is null)) GiveUp(deadLetterTopic!);
                else Form++;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The record's own headers, then origin and error.</summary>
    internal void WriteHeaders(OutgoingHeaders headers, in Record record, string groupId)
    {
        headers.Clear();
        if (KeepsKey)
        {
            foreach (var header in record.Headers)
            {
                if (header.Name.IsEmpty || IsRewritten(header.Name)) continue;
                headers.Add(header.Name, header.ValueIsNull ? default : header.Value);
            }
        }

        WriteOrigin(headers, record);
        headers.Add(FaultHeaders.Group, groupId);
        // The next whole millisecond: never too early.
        if (NotBefore is { } due) headers.Add(FaultHeaders.NotBefore, Text(due.ToUnixTimeMilliseconds() + 1));
        if (OnlyWaits) return;
        headers.Add(FaultHeaders.Attempts, Text(Attempts));
        headers.Add(FaultHeaders.Reason, reason);
        if (error is not null) WriteError(headers, error);
        if (KeepsBody) return;
        headers.Add(FaultHeaders.ValueSha256, Convert.ToHexStringLower(SHA256.HashData(record.Value)));
        headers.Add(FaultHeaders.ValueBytes, Text(record.Value.Length));
    }

    void GiveUp(string deadLetterTopic)
    {
        reason ??= "too-large";
        (Topic, NotBefore, Form, ByKey) = (deadLetterTopic, null, FaultCopyForm.Whole, false);
    }

    /// <summary>The first origin that is known to the offset, by whoever told it.</summary>
    static void WriteOrigin(OutgoingHeaders headers, in Record record)
    {
        var (origin, timestamp) = FaultTrace.FirstOrigin(record);
        headers.Add(FaultHeaders.OriginTopic, origin.Topic);
        headers.Add(FaultHeaders.OriginPartition, Text(origin.Partition));
        headers.Add(FaultHeaders.OriginOffset, Text(origin.Offset));
        headers.Add(FaultHeaders.OriginTimestamp, Text(timestamp));
    }

    void WriteError(OutgoingHeaders headers, Exception exception)
    {
        headers.Add(FaultHeaders.ExceptionType, exception.GetType().FullName);
        headers.Add(FaultHeaders.ExceptionMessage, Cut(exception.Message, FaultHeaders.MaxMessageBytes));
        if (Form == FaultCopyForm.Whole && exception.StackTrace is { } stack)
            headers.Add(FaultHeaders.ExceptionStack, Cut(stack, FaultHeaders.MaxStackBytes));
    }

    bool IsRewritten(ReadOnlySpan<byte> name)
    {
        if (!name.StartsWith(Prefix)) return false;
        if (!OnlyWaits) return !name.SequenceEqual(Redriven);
        foreach (var rewritten in RewrittenWhileWaiting)
            if (name.SequenceEqual(rewritten)) return true;
        return false;
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The longest beginning that fits, in whole characters.</summary>
    static ReadOnlySpan<byte> Cut(string text, int limit)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= limit) return bytes;
        var end = limit;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) end--;
        return bytes.AsSpan(0, end);
    }
}
