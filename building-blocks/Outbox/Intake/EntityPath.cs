using System.Text.Json;

namespace Outbox;

/// <summary>Where an entity's parts are in an event, in either shape, as JSON pointers.</summary>
static class EntityPath
{
    /// <summary>The attribute object, inside its wrapper when it has one.</summary>
    public static string Attributes(JsonElement root, int index)
    {
        if (!root.TryGetProperty("eventBody", out var body)) return $"/entities/{index}";
        var path = $"/eventBody/entities/{index}/updatedAttributes";
        var attributes = body.GetProperty("entities")[index].GetProperty("updatedAttributes");
        var names = attributes.EnumerateObject().Select(property => property.Name).Distinct().Take(2).ToList();
        return names.Count == 1 && attributes.GetProperty(names[0]).ValueKind == JsonValueKind.Object ? $"{path}/{names[0]}" : path;
    }

    /// <summary>The entity's type.</summary>
    public static string Type(JsonElement root, int index) =>
        root.TryGetProperty("eventBody", out _) ? $"/eventBody/entities/{index}/entityType" : $"/entities/{index}/entityHeader/entityType";
}
