using System.Text.Json;

namespace Views;

/// <summary>
/// The column <c>attribute_times</c>: <c>{"color":["2025-01-15T10:30:00Z","event id"]}</c> for each attribute that is older than its row's
/// event.
/// </summary>
internal static class AttributeTimes
{
    public static string? Write(IReadOnlyDictionary<string, Stamp>? older) => older is null
        ? null
        : JsonSerializer.Serialize(older.ToDictionary(attribute => attribute.Key,
            attribute => new object[] { attribute.Value.Time, attribute.Value.EventId }));

    public static IReadOnlyDictionary<string, Stamp>? Read(string? json) => json is null
        ? null
        : JsonElement.Parse(json).EnumerateObject().ToDictionary(attribute => attribute.Name,
            attribute => new Stamp(attribute.Value[0].GetDateTime(), attribute.Value[1].GetString()!));
}
