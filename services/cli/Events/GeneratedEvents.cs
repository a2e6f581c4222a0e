using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Contracts;

namespace Cli;

/// <summary>Realistic events of about 1 KB, in both shapes: cars, loans that refer to cars, payments that refer to loans, services. The
/// same seed gives the same events, ids and dates included, so that posting them again changes nothing.</summary>
sealed class GeneratedEvents(int count, int seed) : IEventSource
{
    /// <summary>Most events of one run: their ids are held in memory.</summary>
    public const int MaxCount = 5_000_000;

    static readonly DateTimeOffset FirstDate = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(7_013);
    static readonly TimeSpan LongestSave = TimeSpan.FromSeconds(5);

    // Names keep their letters, as clients outside .NET write them.
    static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Count => count;

    public PostedEvent this[int index]
    {
        get
        {
            var kind = EventMix.KindAt(index);
            var dice = new Dice(seed, (int)kind, index);
            var created = FirstDate + index * Interval;
            var uuid = Uuid(created, ref dice);
            var saved = created.AddMilliseconds(dice.Below((int)LongestSave.TotalMilliseconds));
            var json = new ArrayBufferWriter<byte>(2048);
            using (var writer = new Utf8JsonWriter(json, WriterOptions))
            {
                if (dice.Below(2) == 0) WriteCanonical(writer, new Header(uuid, kind, created, saved), index, dice);
                else WriteSampleShape(writer, new Header(uuid, kind, created, saved), index, dice);
            }
            return new PostedEvent(uuid, EventType(kind), json.WrittenMemory);
        }
    }

    readonly record struct Header(string Uuid, EventKind Kind, DateTimeOffset Created, DateTimeOffset Saved);

    void WriteCanonical(Utf8JsonWriter writer, Header header, int index, Dice dice)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("eventHeader");
        WriteNames(writer, header);
        writer.WriteNumber("createdDate", header.Created.ToUnixTimeMilliseconds());
        writer.WriteNumber("savedDate", header.Saved.ToUnixTimeMilliseconds());
        writer.WriteEndObject();
        writer.WriteStartObject("eventBody");
        writer.WriteStartArray("entities");
        writer.WriteStartObject();
        WriteEntity(writer, header.Kind, index);
        writer.WriteStartObject("updatedAttributes");
        var isWrapped = dice.Below(2) == 0;
        if (isWrapped) writer.WriteStartObject(WrapperName(header.Kind));
        new EntityAttributes(writer, dice, seed, header.Created).Write(header.Kind, index);
        if (isWrapped) writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    void WriteSampleShape(Utf8JsonWriter writer, Header header, int index, Dice dice)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("eventHeader");
        WriteNames(writer, header);
        writer.WriteString("createdDate", header.Created);
        writer.WriteString("savedDate", header.Saved);
        writer.WriteEndObject();
        writer.WriteStartArray("entities");
        writer.WriteStartObject();
        writer.WriteStartObject("entityHeader");
        WriteEntity(writer, header.Kind, index);
        writer.WriteString("createdAt", header.Created);
        writer.WriteString("updatedAt", header.Created);
        writer.WriteEndObject();
        new EntityAttributes(writer, dice, seed, header.Created).Write(header.Kind, index);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void WriteNames(Utf8JsonWriter writer, Header header)
    {
        writer.WriteString("uuid", header.Uuid);
        writer.WriteString("eventName", EventType(header.Kind));
        writer.WriteString("eventType", EventType(header.Kind));
    }

    void WriteEntity(Utf8JsonWriter writer, EventKind kind, int index)
    {
        writer.WriteString("entityId", EntityAttributes.EntityId(kind, seed, EventMix.CountBefore(kind, index)));
        writer.WriteString("entityType", EntityType(kind));
    }

    /// <summary>A UUIDv7 (RFC 9562) of the event's date.</summary>
    static string Uuid(DateTimeOffset date, ref Dice dice)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, date.ToUnixTimeMilliseconds() << 16);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], dice.Next());
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (dice.Next() & 0x0FFF)));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true).ToString();
    }

    static string EventType(EventKind kind) => kind switch
    {
        EventKind.Car => EventTypes.CarCreated,
        EventKind.Loan => EventTypes.LoanCreated,
        EventKind.Payment => EventTypes.LoanPaymentSubmitted,
        _ => EventTypes.CarServiceDone,
    };

    static string EntityType(EventKind kind) => kind switch
    {
        EventKind.Payment => "LoanPayment",
        EventKind.Service => "ServiceRecord",
        _ => kind.ToString(),
    };

    static string WrapperName(EventKind kind) => JsonNamingPolicy.CamelCase.ConvertName(EntityType(kind));
}
