using System.Text.Json.Nodes;

namespace Producers.Tests;

/// <summary>Events to post.</summary>
static class Events
{
    static int _made;

    /// <summary>The text of a sample.</summary>
    public static string Sample(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", name + ".json"));

    public static IEnumerable<string> Samples => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "samples"), "*.json")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order();

    /// <summary>A uuid that no other test uses.</summary>
    public static string NewId(string prefix = "test") => $"{prefix}-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}";

    /// <summary>A sample as another event about another entity, changed.</summary>
    public static JsonNode Of(string sample, Action<JsonNode>? change = null)
    {
        var root = JsonNode.Parse(Sample(sample))!;
        var id = NewId();
        root["eventHeader"]!["uuid"] = id;
        var entity = root["entities"]![0]!;
        entity["entityHeader"]!["entityId"] = id;
        entity["id"] = id;
        change?.Invoke(root);
        return root;
    }

    /// <summary>A new car in the flat shape.</summary>
    public static JsonNode Car(Action<JsonNode>? change = null) => Of("car-created", change);

    /// <summary>A canonical CarCreated event.</summary>
    public static JsonNode Canonical(string uuid, string carId, string attributes, bool wrapped = true)
    {
        var updated = JsonNode.Parse(attributes)!;
        return new JsonObject
        {
            ["eventHeader"] = new JsonObject
            {
                ["uuid"] = uuid,
                ["eventName"] = "Car Created",
                ["eventType"] = "CarCreated",
                ["createdDate"] = 1705312200000,
            },
            ["eventBody"] = new JsonObject
            {
                ["entities"] = new JsonArray(new JsonObject
                {
                    ["entityType"] = "Car",
                    ["entityId"] = carId,
                    ["updatedAttributes"] = wrapped ? new JsonObject { ["car"] = updated } : updated,
                }),
            },
        };
    }

    public static string Uuid(this JsonNode root) => (string)root["eventHeader"]!["uuid"]!;

    public static JsonNode Entity(this JsonNode root) => root["entities"]![0]!;

    public static string Bulk(IEnumerable<JsonNode> events) => $"[{string.Join(',', events.Select(e => e.ToJsonString()))}]";
}
