using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Contracts;
using Microsoft.AspNetCore.Http;

namespace Outbox;

/// <summary>Turns the body of a domain request, a flat attribute object, into the canonical event that says the same.</summary>
static class NewEntityRequest
{
    static readonly JsonWriterOptions Verbatim = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The event, and the id of the entity it creates.</summary>
    /// <param name="body">The request's body.</param>
    /// <param name="entity">What the endpoint makes.</param>
    /// <param name="uuid">The event's uuid.</param>
    /// <param name="parentId">The parent's id from the path; null when the path has none.</param>
    /// <param name="now">The event's created date.</param>
    /// <exception cref="RefusedRequestException">400: every mistake that shows before the event exists.</exception>
    public static (string Id, byte[] Event) ToEvent(
        ReadOnlySpan<byte> body, NewEntity entity, string uuid, string? parentId, DateTimeOffset now)
    {
        if (!JsonbRules.Check(body, out var errors)) throw new RefusedRequestException(StatusCodes.Status400BadRequest, errors);
        var attributes = JsonElement.Parse(body);
        if (attributes.ValueKind != JsonValueKind.Object) throw Wrong([new FieldError("", "is not a JSON object of attributes")]);

        var given = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in attributes.EnumerateObject()) given[property.Name] = property.Value;
        var mistakes = entity.Required.Where(name => !given.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
            .Select(name => new FieldError($"/{name}", "is missing")).ToList();
        var id = Name("id", given, mistakes) ?? entity.IdPrefix + uuid;
        if (parentId is not null && Name(entity.ParentAttribute!, given, mistakes) is { } parent && parent != parentId)
        {
            mistakes.Add(new FieldError($"/{entity.ParentAttribute}", $"is '{parent}', but the path says '{parentId}'"));
        }
        if (mistakes.Count > 0) throw Wrong(mistakes);
        return (id, Write(given, entity, uuid, id, parentId, now));
    }

    static string? Name(string name, Dictionary<string, JsonElement> given, List<FieldError> mistakes)
    {
        if (!given.Remove(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text) return text;
        mistakes.Add(new FieldError($"/{name}", "is not a string of at least one character"));
        return null;
    }

    static byte[] Write(
        Dictionary<string, JsonElement> given, NewEntity entity, string uuid, string id, string? parentId, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Verbatim);
        writer.WriteStartObject();
        writer.WriteStartObject("eventHeader");
        writer.WriteString("uuid", uuid);
        writer.WriteString("eventName", entity.EventName);
        writer.WriteString("eventType", entity.EventType);
        writer.WriteNumber("createdDate", now.ToUnixTimeMilliseconds());
        writer.WriteNumber("savedDate", now.ToUnixTimeMilliseconds());
        writer.WriteEndObject();
        writer.WriteStartObject("eventBody");
        writer.WriteStartArray("entities");
        writer.WriteStartObject();
        writer.WriteString("entityType", entity.EntityType);
        writer.WriteString("entityId", id);
        writer.WriteStartObject("updatedAttributes");
        writer.WriteStartObject(entity.Wrapper);
        writer.WriteString("id", id);
        if (parentId is not null) writer.WriteString(entity.ParentAttribute!, parentId);
        foreach (var (name, value) in given)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    static RefusedRequestException Wrong(IReadOnlyList<FieldError> errors) => new(StatusCodes.Status400BadRequest, errors);
}
