using System.Text.Json;

namespace Contracts;

/// <summary>Reads one event of either shape and remembers every mistake it meets.</summary>
internal sealed class BusinessEventReader
{
    readonly List<FieldError> _errors = [];

    public IReadOnlyList<FieldError> Errors => _errors;

    public BusinessEvent? Read(JsonElement root)
    {
        try
        {
            return ReadRoot(root);
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or ArgumentException)
        {
            // System.Text.Json throws these for text that has no UTF-16 form: lone surrogates and invalid UTF-8.
            _errors.Add(new FieldError("", $"the event holds text that is not Unicode: {unreadable.Message}"));
            return null;
        }
    }

    BusinessEvent? ReadRoot(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            _errors.Add(new FieldError("", $"an event is a JSON object, not {Kind(root)}"));
            return null;
        }

        var (uuid, name, type, created, saved) = ReadHeader(root);
        var entities = ReadEntities(root);
        if (_errors.Count > 0) return null;

        return new BusinessEvent
        {
            Uuid = uuid!,
            EventName = name!,
            EventType = type,
            CreatedDate = created,
            SavedDate = saved,
            Entities = entities,
        };
    }

    (string? Uuid, string? Name, string? Type, DateTimeOffset? Created, DateTimeOffset? Saved) ReadHeader(JsonElement root)
    {
        const string path = "/eventHeader";
        if (!TryGetObject(root, "eventHeader", "", out var header)) return default;

        return (ReadName(header, "uuid", path, required: true), ReadName(header, "eventName", path, required: true),
            ReadName(header, "eventType", path, required: false), ReadDate(header, "createdDate", path),
            ReadDate(header, "savedDate", path));
    }

    List<EventEntity> ReadEntities(JsonElement root)
    {
        var canonical = root.TryGetProperty("eventBody", out _);
        var parent = root;
        if (canonical && !TryGetObject(root, "eventBody", "", out parent)) return [];

        var path = canonical ? "/eventBody/entities" : "/entities";
        if (!parent.TryGetProperty("entities", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            _errors.Add(new FieldError(path, "is missing: an event names at least one entity in this array"));
            return [];
        }

        var count = list.GetArrayLength();
        if (count is 0 or > Limits.MaxEntities)
        {
            _errors.Add(new FieldError(path, $"has {count} entities, an event has 1 to {Limits.MaxEntities}"));
            return [];
        }

        var entities = new List<EventEntity>(count);
        foreach (var (index, entity) in list.EnumerateArray().Index())
        {
            if (ReadEntity(entity, $"{path}/{index}", canonical) is { } read) entities.Add(read);
        }
        return entities;
    }

    EventEntity? ReadEntity(JsonElement entity, string path, bool canonical)
    {
        if (entity.ValueKind != JsonValueKind.Object)
        {
            _errors.Add(new FieldError(path, $"an entity is a JSON object, not {Kind(entity)}"));
            return null;
        }

        var (header, attributes) = (entity, entity);
        var (headerName, attributesName) = canonical ? ("", "updatedAttributes") : ("entityHeader", "");
        if (headerName.Length > 0 && !TryGetObject(entity, headerName, path, out header)) return null;
        if (attributesName.Length > 0 && !TryGetObject(entity, attributesName, path, out attributes)) return null;

        var headerPath = headerName.Length > 0 ? $"{path}/{headerName}" : path;
        var type = ReadName(header, "entityType", headerPath, required: true);
        var id = ReadName(header, "entityId", headerPath, required: true);
        return type is null || id is null
            ? null
            : new EventEntity(type, id, canonical ? EntityAttributes.Unwrap(attributes) : EntityAttributes.WithoutHeader(entity));
    }

    bool TryGetObject(JsonElement parent, string name, string path, out JsonElement value)
    {
        if (!parent.TryGetProperty(name, out value)) _errors.Add(new FieldError($"{path}/{name}", "is missing: expected an object"));
        else if (value.ValueKind == JsonValueKind.Object) return true;
        else _errors.Add(new FieldError($"{path}/{name}", $"is {Kind(value)}: expected an object"));
        return false;
    }

    string? ReadName(JsonElement parent, string name, string path, bool required)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            if (required) _errors.Add(new FieldError($"{path}/{name}", "is missing: expected a string"));
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            _errors.Add(new FieldError($"{path}/{name}", $"is {Kind(value)}: expected a string"));
            return null;
        }

        var text = value.GetString()!;
        if (text.Length > 0 && !IsTooLong(text)) return text;
        _errors.Add(new FieldError($"{path}/{name}", $"is {(text.Length == 0 ? "empty" : "too long")}: "
            + $"expected 1 to {Limits.MaxNameLength} characters"));
        return null;
    }

    // PostgreSQL counts code points, .NET counts UTF-16 units.
    static bool IsTooLong(string text) => text.Length > Limits.MaxNameLength && text.EnumerateRunes().Count() > Limits.MaxNameLength;

    DateTimeOffset? ReadDate(JsonElement parent, string name, string path)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (EventDate.TryRead(value, out var date, out var error)) return date;

        _errors.Add(new FieldError($"{path}/{name}", error));
        return null;
    }

    static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.Null => "null",
        var kind => $"a {kind.ToString().ToLowerInvariant()}",
    };
}
