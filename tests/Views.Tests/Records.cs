using System.Text.Json;
using System.Text.Json.Nodes;

namespace Views.Tests;

/// <summary>Records as the capture writes them.</summary>
internal static class Records
{
    static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A flat CDC record of an event that happened so many seconds after the epoch of these tests.</summary>
    public static byte[] Thing(string eventId, double seconds, string id, object attributes) =>
        Event(eventId, seconds, ("Thing", id, attributes));

    /// <summary>Events of so many new things, one each.</summary>
    public static byte[][] Things(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Thing($"e{i}", i, $"thing-{i}", new { size = i }))];

    public static byte[] Event(string eventId, double seconds, params (string Type, string Id, object Attributes)[] entities) =>
        Flat(eventId, Epoch.AddSeconds(seconds), Canonical(eventId, Epoch.AddSeconds(seconds), entities).ToJsonString());

    public static JsonObject Canonical(
        string eventId, DateTimeOffset time, params (string Type, string Id, object Attributes)[] entities) => new()
        {
            ["eventHeader"] = new JsonObject
            {
                ["uuid"] = eventId,
                ["eventName"] = "Thing Changed",
                ["eventType"] = "ThingChanged",
                ["createdDate"] = time.ToUnixTimeMilliseconds(),
            },
            ["eventBody"] = new JsonObject
            {
                ["entities"] = new JsonArray([.. entities.Select(entity => new JsonObject
            {
                ["entityType"] = entity.Type,
                ["entityId"] = entity.Id,
                ["updatedAttributes"] = entity.Attributes as JsonNode ?? JsonSerializer.SerializeToNode(entity.Attributes),
            })]),
            },
        };

    public static byte[] Flat(string? eventId, DateTimeOffset? time, string eventData, string op = "c") =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
        {
            ["id"] = eventId,
            ["event_name"] = "Thing Changed",
            ["event_type"] = "ThingChanged",
            ["created_date"] = time?.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"),
            ["saved_date"] = time?.AddSeconds(1).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"),
            ["event_data"] = eventData,
            ["__deleted"] = op == "d" ? "true" : "false",
            ["__op"] = op,
            ["__table"] = "business_events",
            ["__ts_ms"] = 1795242960386,
        });
}
