using System.Text.Json;

namespace Contracts;

/// <summary>A business fact, read from either shape: the canonical one (<c>eventHeader</c>, <c>eventBody.entities[]</c> with
/// <c>updatedAttributes</c>) or the flat one (<c>eventHeader</c>, top-level <c>entities[]</c> with <c>entityHeader</c>).</summary>
/// <remarks>
/// Where a JSON object names a key twice, the last one counts, as in PostgreSQL's jsonb.
/// <c>updatedAttributes</c> that has exactly one property, and that one holds an object, is a wrapper and is taken off
/// (<c>{"loan":{…}}</c>); to update a single attribute that is an object itself, send it in its wrapper:
/// <c>{"car":{"owner":{…}}}</c>.
/// </remarks>
public sealed record BusinessEvent
{
    /// <summary>Identity of the event: 1 to 255 characters, a UUIDv7 where our own services issue it.</summary>
    public required string Uuid { get; init; }

    /// <summary>What happened, in words.</summary>
    public required string EventName { get; init; }

    /// <summary>What happened, as one of <see cref="EventTypes"/>.</summary>
    public string? EventType { get; init; }

    /// <summary>When it happened, by the clock of who reports it.</summary>
    public DateTimeOffset? CreatedDate { get; init; }

    /// <summary>When it was saved, by the clock of who reports it.</summary>
    public DateTimeOffset? SavedDate { get; init; }

    /// <summary>What it created or changed: 1 to <see cref="Limits.MaxEntities"/> entities; the first is what the event is about.</summary>
    public required IReadOnlyList<EventEntity> Entities { get; init; }

    /// <summary>When it happened: created, else saved, else unknown.</summary>
    public DateTimeOffset? EventTime => CreatedDate ?? SavedDate;

    /// <summary>Reads an event from parsed JSON.</summary>
    /// <param name="root">The whole event.</param>
    /// <param name="businessEvent">The event; null when there are errors.</param>
    /// <param name="errors">Every field that is missing or wrong.</param>
    public static bool TryRead(JsonElement root, out BusinessEvent? businessEvent, out IReadOnlyList<FieldError> errors)
    {
        var reader = new BusinessEventReader();
        businessEvent = reader.Read(root);
        errors = reader.Errors;
        return businessEvent is not null;
    }

    /// <summary>Reads an event from JSON text of at most <see cref="Limits.MaxRecordBytes"/> characters and
    /// <see cref="Limits.MaxJsonDepth"/> levels.</summary>
    /// <param name="json">The whole event.</param>
    /// <param name="businessEvent">The event; null when there are errors.</param>
    /// <param name="errors">Every field that is missing or wrong; one error without a field when the text is not JSON.</param>
    public static bool TryParse(string json, out BusinessEvent? businessEvent, out IReadOnlyList<FieldError> errors)
    {
        businessEvent = null;
        if (json.Length > Limits.MaxRecordBytes)
        {
            errors = [new FieldError("", $"the event has {json.Length} characters, at most {Limits.MaxRecordBytes} are read")];
            return false;
        }

        JsonElement root;
        try
        {
            root = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = Limits.MaxJsonDepth });
        }
        catch (JsonException notJson)
        {
            errors = [new FieldError("", $"the event is not JSON of at most {Limits.MaxJsonDepth} levels: {notJson.Message}")];
            return false;
        }
        return TryRead(root, out businessEvent, out errors);
    }
}
