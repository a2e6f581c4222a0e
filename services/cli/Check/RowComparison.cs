using System.Globalization;
using System.Text.Json;

namespace Cli;

/// <summary>Compares a view's row with the event that was posted: money by value, dates by instant, texts by character.</summary>
static class RowComparison
{
    /// <summary>PostgreSQL keeps microseconds; .NET counts tenths of them.</summary>
    const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    /// <summary>What differs, each as a sentence; empty when the row is right.</summary>
    public static List<string> Differences(ViewTable view, ExpectedRow expected, JsonElement row)
    {
        List<string> differences = [];
        Compare("id", ColumnType.Text, JsonSerializer.SerializeToElement(expected.Id), row, differences);
        Compare("eventId", ColumnType.Text, JsonSerializer.SerializeToElement(expected.Uuid), row, differences);
        Compare("eventTime", ColumnType.Date, expected.EventDate, row, differences);
        foreach (var (column, type) in view.Columns)
            Compare(column, type, expected.Attributes.TryGetProperty(column, out var value) ? value : default, row, differences);
        if (!row.TryGetProperty("attributes", out var attributes) || !JsonElement.DeepEquals(attributes, expected.Attributes))
            differences.Add($"attributes: posted {Shown(expected.Attributes)}, the view has {Shown(attributes)}");
        return differences;
    }

    /// <summary>What differs in the columns of another entity, which is null when it was not posted.</summary>
    public static List<string> Differences(JoinedColumns joined, ExpectedRow? other, JsonElement row)
    {
        List<string> differences = [];
        foreach (var (column, attribute, type) in joined.Columns)
            Compare(
                column, type, other is not null && other.Attributes.TryGetProperty(attribute, out var value) ? value : default, row,
                differences);
        return differences;
    }

    static void Compare(string column, ColumnType type, JsonElement posted, JsonElement row, List<string> differences)
    {
        var found = row.TryGetProperty(column, out var value) ? value : default;
        if (!Equals(Canonical(posted, type), Canonical(found, type)))
            differences.Add($"{column}: posted {Shown(posted)}, the view has {Shown(found)}");
    }

    /// <summary>The value in the form that is compared; null when there is none.</summary>
    static object? Canonical(JsonElement value, ColumnType type) => type switch
    {
        _ when value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null => null,
        ColumnType.Number => Number(value),
        ColumnType.Date => Date(value),
        ColumnType.Name when value.ValueKind == JsonValueKind.Object => Name(value),
        _ => Text(value),
    };

    static object Number(JsonElement value) =>
        decimal.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : Text(value);

    static object Date(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number) return DateTimeOffset.FromUnixTimeMilliseconds(value.GetInt64()).UtcTicks;
        return DateTimeOffset.TryParse(Text(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date.UtcTicks / TicksPerMicrosecond * TicksPerMicrosecond
            : Text(value);
    }

    static string Name(JsonElement value) =>
        value.TryGetProperty("name", out var name)
            ? Text(name)
            : $"{Text(value.GetProperty("firstName"))} {Text(value.GetProperty("lastName"))}";

    static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    static string Shown(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? "nothing" : value.GetRawText();
}
