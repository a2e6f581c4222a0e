using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cli;

/// <summary>The row that a posted event must become, read from the posted JSON alone and by none of the platform's code.</summary>
sealed record ExpectedRow(string Id, string Uuid, JsonElement EventDate, JsonElement Attributes)
{
    public static ExpectedRow Of(ReadOnlyMemory<byte> json)
    {
        var root = JsonElement.Parse(json.Span);
        var header = root.GetProperty("eventHeader");
        var uuid = header.GetProperty("uuid").GetString()!;
        var date = header.GetProperty("createdDate");
        if (root.TryGetProperty("eventBody", out var body))
        {
            var entity = body.GetProperty("entities")[0];
            var attributes = Unwrapped(entity.GetProperty("updatedAttributes"));
            return new ExpectedRow(entity.GetProperty("entityId").GetString()!, uuid, date, attributes);
        }
        var sample = root.GetProperty("entities")[0];
        var id = sample.GetProperty("entityHeader").GetProperty("entityId").GetString()!;
        return new ExpectedRow(id, uuid, date, WithoutHeader(sample));
    }

    static JsonElement Unwrapped(JsonElement attributes)
    {
        var properties = attributes.EnumerateObject().ToList();
        return properties is [{ Value.ValueKind: JsonValueKind.Object } only] ? only.Value : attributes;
    }

    static JsonElement WithoutHeader(JsonElement entity)
    {
        var attributes = JsonObject.Create(entity)!;
        attributes.Remove("entityHeader");
        return JsonElement.Parse(attributes.ToJsonString());
    }
}
