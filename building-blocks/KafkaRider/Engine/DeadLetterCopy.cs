using System.Security.Cryptography;
using System.Text;
using Librdkafka;

namespace KafkaRider;

/// <summary>One record on its way to the dead letters: why, in which form, and where to.</summary>
internal sealed class DeadLetterCopy(long offset, string reason, Exception? error)
{
    internal long Offset { get; } = offset;

    internal DeadLetterForm Form { get; private set; }

    /// <summary>Chosen by key instead of the record's own partition, because the dead-letter topic has fewer.</summary>
    internal bool ByKey { get; private set; }

    internal int PartitionFor(in Record record) => ByKey ? Producer.AnyPartition : record.Partition;

    internal ReadOnlySpan<byte> KeyOf(in Record record) => KeepsKey && !record.KeyIsNull ? record.Key : default;

    internal ReadOnlySpan<byte> ValueOf(in Record record) => KeepsBody && !record.ValueIsNull ? record.Value : default;

    bool KeepsBody => Form < DeadLetterForm.WithoutBody;

    bool KeepsKey => Form < DeadLetterForm.OriginOnly;

    /// <summary>Makes the copy acceptable after this refusal. False when nothing can: then the same copy is tried again.</summary>
    internal bool ShrinkFor(ErrorCode code)
    {
        switch (code)
        {
            case ErrorCode.UnknownPartition when !ByKey:
                ByKey = true;
                return true;
            case ErrorCode.MessageTooLarge or ErrorCode.BatchTooLarge or ErrorCode.InvalidRecord when Form < DeadLetterForm.OriginOnly:
                Form++;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The record's own headers, then origin and error.</summary>
    internal void WriteHeaders(OutgoingHeaders headers, in Record record, string groupId)
    {
        headers.Clear();
        if (KeepsKey) headers.AddAll(record.Headers);
        headers.Add(FaultHeaders.OriginTopic, record.Topic);
        headers.Add(FaultHeaders.OriginPartition, record.Partition.ToString());
        headers.Add(FaultHeaders.OriginOffset, record.Offset.ToString());
        headers.Add(FaultHeaders.OriginTimestamp, record.Timestamp.ToString());
        headers.Add(FaultHeaders.Group, groupId);
        headers.Add(FaultHeaders.Reason, reason);
        if (error is not null) WriteError(headers, error);
        if (KeepsBody) return;
        headers.Add(FaultHeaders.ValueSha256, Convert.ToHexStringLower(SHA256.HashData(record.Value)));
        headers.Add(FaultHeaders.ValueBytes, record.Value.Length.ToString());
    }

    void WriteError(OutgoingHeaders headers, Exception exception)
    {
        headers.Add(FaultHeaders.ExceptionType, exception.GetType().FullName);
        headers.Add(FaultHeaders.ExceptionMessage, Cut(exception.Message, FaultHeaders.MaxMessageBytes));
        if (Form == DeadLetterForm.Whole && exception.StackTrace is { } stack)
            headers.Add(FaultHeaders.ExceptionStack, Cut(stack, FaultHeaders.MaxStackBytes));
    }

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
