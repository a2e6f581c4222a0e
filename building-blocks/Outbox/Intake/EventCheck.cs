using System.Text;
using System.Text.Json;
using Contracts;
using Microsoft.AspNetCore.Http;

namespace Outbox;

/// <summary>Every check of one posted event that needs no database, cheapest first; the mistakes of one step are reported
/// together.</summary>
sealed class EventCheck(ProducerSettings settings)
{
    static readonly JsonDocumentOptions Parsing = new() { MaxDepth = Limits.MaxJsonDepth };
    readonly Dictionary<string, EntityKind> _kinds = settings.Entities.ToDictionary(kind => kind.Type);

    /// <summary>Checks one event's JSON.</summary>
    /// <param name="json">UTF-8 text.</param>
    /// <param name="acceptedAt">When the request was accepted.</param>
    /// <param name="refused">Why it is refused; null when the result is not.</param>
    public CheckedEvent? Check(ReadOnlySpan<byte> json, DateTimeOffset acceptedAt, out EventResult? refused)
    {
        refused = null;
        if (json.Length > Limits.MaxEventBytes)
        {
            refused = new EventResult(null, StatusCodes.Status413PayloadTooLarge,
                [new FieldError("", $"the event has {json.Length} bytes, at most {Limits.MaxEventBytes} are accepted")]);
            return null;
        }
        if (!JsonbRules.Check(json, out var errors))
        {
            refused = Wrong(null, errors);
            return null;
        }

        var root = JsonElement.Parse(json, Parsing);
        var found = new List<FieldError>();
        BusinessEvent.TryRead(root, out var businessEvent, out var mistakes);
        found.AddRange(mistakes);
        CheckTypeAndSchema(root, found);
        var paths = businessEvent is null ? [] : CheckEntities(root, businessEvent, found);
        if (found.Count == 0) return new CheckedEvent(businessEvent!, Encoding.UTF8.GetString(json), acceptedAt, paths);
        refused = Wrong(businessEvent?.Uuid, found);
        return null;
    }

    // A field is named once: what is said first is said best.
    static EventResult Wrong(string? uuid, IReadOnlyList<FieldError> errors) =>
        new(uuid, StatusCodes.Status400BadRequest, [.. errors.DistinctBy(error => error.Field)]);

    void CheckTypeAndSchema(JsonElement root, List<FieldError> found)
    {
        const string field = "/eventHeader/eventType";
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("eventHeader", out var header)
            || header.ValueKind != JsonValueKind.Object) return;
        var own = string.Join(", ", settings.EventTypes);
        if (!header.TryGetProperty("eventType", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            found.Add(new FieldError(field, $"is missing: expected one of {own}"));
            return;
        }
        if (value.ValueKind != JsonValueKind.String) return;
        var type = value.GetString()!;
        var owner = EventTypes.Owners.GetValueOrDefault(type);
        if (owner == settings.Service) found.AddRange(settings.CheckSchema(type, root));
        else if (owner is null) found.Add(new FieldError(field, $"'{Shown(type)}' is unknown: expected one of {own}"));
        else found.Add(new FieldError(field, $"{type} belongs to the service {owner}: post it there; {settings.Service} records {own}"));
    }

    List<string> CheckEntities(JsonElement root, BusinessEvent businessEvent, List<FieldError> found)
    {
        var paths = new List<string>(businessEvent.Entities.Count);
        foreach (var (index, entity) in businessEvent.Entities.Index())
        {
            var path = EntityPath.Attributes(root, index);
            paths.Add(path);
            if (!_kinds.TryGetValue(entity.Type, out var kind))
            {
                found.Add(new FieldError(EntityPath.Type(root, index),
                    $"'{Shown(entity.Type)}' is unknown here: {settings.Service} keeps {string.Join(", ", _kinds.Keys)}"));
                continue;
            }
            kind.Check(new GivenAttributes(entity.Attributes, path, found));
            if (entity.Attributes.TryGetProperty("id", out var id) && !(id.ValueKind == JsonValueKind.String && id.ValueEquals(entity.Id)))
            {
                found.Add(new FieldError($"{path}/id", $"is {Shown(id.GetRawText())}: expected the entityId, '{Shown(entity.Id)}'"));
            }
        }
        return paths;
    }

    static string Shown(string text) => text.Length > 64 ? text[..64] + "…" : text;
}
