using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Librdkafka;

namespace KafkaRider;

/// <summary>
/// The trace that a record belongs to: its <c>traceparent</c> header (W3C Trace Context), else the one that MassTransit's senders write,
/// else its event's uuid.
/// </summary>
internal static class TraceContexts
{
    /// <summary>Longer ones are not the standard's, whose first version has 55 characters.</summary>
    const int LongestParent = 128;

    internal static bool TryRead(in Record record, RecordTrace? trace, out ActivityContext context)
    {
        string? parent = null, state = null, sender = null;
        foreach (var header in record.Headers)
        {
            if (header.Value.Length is 0 or > LongestParent) continue;
            if (header.Name.SequenceEqual("traceparent"u8)) parent = Encoding.UTF8.GetString(header.Value);
            else if (header.Name.SequenceEqual("tracestate"u8)) state = Encoding.UTF8.GetString(header.Value);
            else if (header.Name.SequenceEqual("MT-Activity-Id"u8)) sender = Encoding.UTF8.GetString(header.Value);
        }

        if (ActivityContext.TryParse(parent, state, isRemote: true, out context)) return true;
        if (ActivityContext.TryParse(sender, null, isRemote: true, out context)) return true;
        return trace is not null && trace(record, out var uuid) && TryCreate(uuid, out context);
    }

    /// <summary>
    /// The trace of an event. Nobody has made a span for the event itself: the one that its spans have as parent is named by the uuid's
    /// second half, so that all of them, in whatever process, have the same.
    /// </summary>
    internal static bool TryCreate(Guid uuid, out ActivityContext context)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        context = default;
        if (BinaryPrimitives.ReadInt64BigEndian(bytes[8..]) == 0) return false;
        var (trace, parent) = (ActivityTraceId.CreateFromBytes(bytes), ActivitySpanId.CreateFromBytes(bytes[8..]));
        context = new ActivityContext(trace, parent, ActivityTraceFlags.Recorded, isRemote: true);
        return true;
    }
}
