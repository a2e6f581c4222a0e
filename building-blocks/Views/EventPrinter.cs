using System.Text;
using System.Text.Json;
using Contracts;
using Librdkafka;

namespace Views;

/// <summary>Writes each record for a human: of an event the flat fields of change capture, then the event's header, then each entity's
/// attributes; of a joined row its key and fields. Names and values are shown as JSON, so that nothing in them can act on a terminal.
/// </summary>
internal sealed class EventPrinter(TextWriter output)
{
    public void Print(TopicPartition partition, long offset, ReadOnlySpan<byte> value)
    {
        var text = Begin(partition, offset);
        if (value.IsEmpty) text.AppendLine("(no value: a tombstone)");
        else if (!RawEvent.TryRead(value, out var raw, out var error)) Unreadable(text, error);
        else Append(text, raw!, value);
        output.Write(text);
    }

    public void PrintRow(in Record record)
    {
        var text = Begin(record.Position.TopicPartition, record.Offset);
        text.Append("key: \"").Append(Encode(Encoding.UTF8.GetString(record.Key))).AppendLine("\"");
        if (record.ValueIsNull) text.AppendLine("(no value: the row is taken back)");
        else AppendRow(text, record.Value);
        output.Write(text);
    }

    static StringBuilder Begin(TopicPartition partition, long offset) =>
        new StringBuilder().Append("--- ").Append(partition).Append(" at ").Append(offset).AppendLine();

    static void AppendRow(StringBuilder text, ReadOnlySpan<byte> value)
    {
        try
        {
            Fields(text, JoinedRow.Fields(value), "");
        }
        catch (MalformedRecordException malformed)
        {
            Unreadable(text, malformed.Message);
        }
    }

    static void Unreadable(StringBuilder text, string why) => text.Append("(unreadable: ").Append(Encode(why)).AppendLine(")");

    static void Append(StringBuilder text, RawEvent raw, ReadOnlySpan<byte> value)
    {
        var record = JsonElement.Parse(value, new JsonDocumentOptions { MaxDepth = Limits.MaxJsonDepth });
        var isFlat = !record.TryGetProperty("eventHeader", out _);
        if (isFlat) Fields(text, record, "", except: "event_data");
        if (raw.EventData.Length == 0) return;
        if (!raw.TryReadEvent(out var businessEvent, out var errors))
        {
            text.Append("(unreadable event: ").Append(Encode(string.Join("; ", errors))).AppendLine(")");
            return;
        }

        text.AppendLine("event");
        var header = isFlat ? JsonElement.Parse(raw.EventData).GetProperty("eventHeader") : record.GetProperty("eventHeader");
        Fields(text, header, "  ");
        foreach (var entity in businessEvent!.Entities)
        {
            text.Append("entity ").Append(Encode(entity.Type)).Append(' ').Append(Encode(entity.Id)).AppendLine();
            Fields(text, entity.Attributes, "  ");
        }
    }

    static void Fields(StringBuilder text, JsonElement json, string indent, string? except = null)
    {
        foreach (var field in json.EnumerateObject())
        {
            if (field.Name == except) continue;
            text.Append(indent).Append(Encode(field.Name)).Append(": ").Append(OneLine(field.Value)).AppendLine();
        }
    }

    static string OneLine(JsonElement value) => JsonSerializer.Serialize(value);

    static string Encode(string text) => JsonEncodedText.Encode(text).ToString();
}
