using System.Text.Json;

namespace Views;

/// <summary>What a joined topic says of a row.</summary>
/// <param name="Offset">Where it says so.</param>
/// <param name="Id">The row's id.</param>
/// <param name="Values">The columns' values in order; null: taken back.</param>
internal sealed record JoinedRow(long Offset, string Id, IReadOnlyList<ColumnValue>? Values)
{
    /// <summary>Reads one record.</summary>
    /// <exception cref="MalformedRecordException">It has no key, or its value is no JSON object.</exception>
    /// <exception cref="MalformedAttributeException">A value is not what its column holds.</exception>
    public static JoinedRow Read(in Librdkafka.Record record, IReadOnlyList<ViewColumn> columns)
    {
        if (record.Key.IsEmpty) throw new MalformedRecordException("a joined record needs the row's id as its key");
        var id = System.Text.Encoding.UTF8.GetString(record.Key);
        if (record.ValueIsNull) return new JoinedRow(record.Offset, id, null);
        var value = Fields(record.Value);
        return new JoinedRow(record.Offset, id, [.. columns.Select(column => column.Read(value))]);
    }

    /// <summary>What a value that is no tombstone holds.</summary>
    /// <exception cref="MalformedRecordException">It is no JSON object.</exception>
    public static JsonElement Fields(ReadOnlySpan<byte> value)
    {
        JsonElement fields;
        try
        {
            fields = JsonElement.Parse(value);
        }
        catch (JsonException notJson)
        {
            throw new MalformedRecordException($"a joined record is a JSON object: {notJson.Message}");
        }
        return fields.ValueKind == JsonValueKind.Object
            ? fields
            : throw new MalformedRecordException($"a joined record is a JSON object, not {fields.ValueKind}");
    }
}
