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
        JsonElement value;
        try
        {
            value = JsonElement.Parse(record.Value);
        }
        catch (JsonException notJson)
        {
            throw new MalformedRecordException($"a joined record is a JSON object: {notJson.Message}");
        }
        if (value.ValueKind != JsonValueKind.Object)
            throw new MalformedRecordException($"a joined record is a JSON object, not {value.ValueKind}");
        return new JoinedRow(record.Offset, id, [.. columns.Select(column => column.Read(value))]);
    }
}
