using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Consumers.Tests;

/// <summary>One event of the samples, and the records it may come as.</summary>
public sealed class Sample
{
    public const string AcceptedAt = "2026-03-04T05:06:07.123456Z";

    readonly JsonObject json;

    Sample(JsonObject json) => this.json = json;

    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "samples");

    public static IReadOnlyList<Sample> All { get; } = [.. Directory.GetFiles(Folder, "*.json").Order()
        .Select(path => new Sample((JsonObject)JsonNode.Parse(File.ReadAllText(path))!))];

    public static Sample Of(View view) => All.Last(sample => sample.EventType == view.EventType);

    public string Uuid => Header["uuid"]!.GetValue<string>();

    public string EventType => Header["eventType"]!.GetValue<string>();

    public DateTimeOffset Created => DateTimeOffset.Parse(Header["createdDate"]!.GetValue<string>());

    public string SavedDate => Header["savedDate"]!.GetValue<string>();

    public string EntityId => Entity["entityHeader"]!["entityId"]!.GetValue<string>();

    /// <summary>The flat attributes.</summary>
    public JsonObject Attributes => new(Entity.Where(member => member.Key != "entityHeader")
        .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    JsonObject Header => (JsonObject)json["eventHeader"]!;

    JsonObject Entity => (JsonObject)json["entities"]![0]!;

    /// <summary>Another event about another entity, with the same attributes.</summary>
    public Sample Copy(string uuid, string entityId)
    {
        var copy = new Sample((JsonObject)json.DeepClone());
        copy.Header["uuid"] = uuid;
        copy.Entity["entityHeader"]!["entityId"] = entityId;
        return copy;
    }

    /// <summary>Records of so many copies, <c>prefix-0</c> and on.</summary>
    public IEnumerable<(string Key, byte[]? Value)> Copies(string prefix, int count, int first = 0) =>
        Enumerable.Range(first, count).Select(i => ($"{prefix}-{i}", (byte[]?)Copy($"{prefix}-{i}", $"{prefix}-{i}").Flat()));

    public byte[] Bare() => Encoding.UTF8.GetBytes(json.ToJsonString());

    /// <summary>The same fact in the canonical shape: epoch milliseconds, attributes in a wrapper.</summary>
    public JsonObject Canonical() => new()
    {
        ["eventHeader"] = new JsonObject
        {
            ["uuid"] = Uuid,
            ["eventName"] = Header["eventName"]!.DeepClone(),
            ["eventType"] = EventType,
            ["createdDate"] = Created.ToUnixTimeMilliseconds(),
            ["savedDate"] = DateTimeOffset.Parse(SavedDate).ToUnixTimeMilliseconds(),
        },
        ["eventBody"] = new JsonObject
        {
            ["entities"] = new JsonArray(new JsonObject
            {
                ["entityType"] = Entity["entityHeader"]!["entityType"]!.DeepClone(),
                ["entityId"] = EntityId,
                ["updatedAttributes"] = new JsonObject { ["wrapped"] = Attributes },
            }),
        },
    };

    public byte[] Flat(string acceptedAt = AcceptedAt) => Flat(json, acceptedAt);

    /// <summary>A record of the capture: the columns, with the event as a JSON string.</summary>
    public byte[] Flat(JsonNode eventData, string acceptedAt = AcceptedAt) => JsonSerializer.SerializeToUtf8Bytes(new
        Dictionary<string, object?>
    {
        ["id"] = Uuid,
        ["event_name"] = Header["eventName"]!.GetValue<string>(),
        ["event_type"] = EventType,
        ["created_date"] = Created.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"),
        ["saved_date"] = acceptedAt,
        ["event_data"] = eventData.ToJsonString(),
        ["__deleted"] = "false",
        ["__op"] = "c",
        ["__table"] = "business_events",
        ["__ts_ms"] = 1795242960386,
    });
}
