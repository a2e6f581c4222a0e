using System.Text;
using System.Text.Json;

namespace Contracts;

/// <summary>Reads the flat record of change capture with one forward pass; falls back to a bare event.</summary>
internal ref struct RawEventReader
{
    static readonly JsonReaderOptions Options = new() { MaxDepth = Limits.MaxJsonDepth };

    string? _id, _name, _type, _data, _op;
    DateTimeOffset? _created, _saved;
    bool _deleted, _bare;
    string _problem;

    public static bool TryRead(ReadOnlySpan<byte> value, out RawEvent? raw, out string error)
    {
        raw = null;
        if (value.Length == 0) error = "the record has no value (a tombstone)";
        else if (value.Length > Limits.MaxRecordBytes)
        {
            error = $"the value has {value.Length} bytes, at most {Limits.MaxRecordBytes} are read";
        }
        else
        {
            try
            {
                var reader = new RawEventReader { _problem = "" };
                raw = reader.Read(value);
                error = reader._problem;
            }
            catch (JsonException notJson)
            {
                error = $"the value is not JSON of at most {Limits.MaxJsonDepth} levels: {notJson.Message}";
            }
            catch (InvalidOperationException notUnicode)
            {
                // System.Text.Json throws this for a string with a lone surrogate or invalid UTF-8.
                error = $"the value holds text that is not Unicode: {notUnicode.Message}";
            }
        }
        return raw is not null;
    }

    RawEvent? Read(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _problem = "the value is JSON, but not an object";
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadColumn(ref reader);
        reader.Read(); // Reaches the end: text after the object is an error.
        if (_bare) return ReadBare(Encoding.UTF8.GetString(value));
        return _problem.Length == 0 ? Flat() : null;
    }

    void ReadColumn(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("id"u8)) _id = ReadText(ref reader, "id");
        else if (reader.ValueTextEquals("event_name"u8)) _name = ReadText(ref reader, "event_name");
        else if (reader.ValueTextEquals("event_type"u8)) _type = ReadText(ref reader, "event_type");
        else if (reader.ValueTextEquals("event_data"u8)) _data = ReadData(ref reader);
        else if (reader.ValueTextEquals("created_date"u8)) _created = ReadDate(ref reader, "created_date");
        else if (reader.ValueTextEquals("saved_date"u8)) _saved = ReadDate(ref reader, "saved_date");
        else if (reader.ValueTextEquals("__op"u8)) _op = ReadText(ref reader, "__op");
        else if (reader.ValueTextEquals("__deleted"u8)) _deleted = ReadDeleted(ref reader);
        else
        {
            _bare |= reader.ValueTextEquals("eventHeader"u8);
            reader.Skip();
        }
    }

    string? ReadText(ref Utf8JsonReader reader, string column)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Null) return reader.GetString();
        Reject(ref reader, column, "a string");
        return null;
    }

    // A registry's converters may nest the event instead of quoting it.
    string? ReadData(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.Null) return reader.GetString();
            Reject(ref reader, "event_data", "the event as a JSON string");
            return null;
        }
        return JsonElement.ParseValue(ref reader).GetRawText();
    }

    bool ReadDeleted(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False) return reader.GetBoolean();
        if (reader.TokenType == JsonTokenType.Null) return false;
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("false"u8)) return false;
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("true"u8)) return true;
        Reject(ref reader, "__deleted", "\"true\" or \"false\"");
        return false;
    }

    DateTimeOffset? ReadDate(ref Utf8JsonReader reader, string column)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetDecimal(out var milliseconds) && EventDate.TryRead(milliseconds, out var moment, out _) ? moment : null;
        }
        if (reader.TokenType != JsonTokenType.String)
        {
            Reject(ref reader, column, "a date");
            return null;
        }

        var text = reader.GetString()!;
        if (EventDate.TryParse(text, out var date, out var error)) return date;
        if (!IsBeyondDotNet(text)) _problem = $"column '{column}': {error}";
        return null;
    }

    // How change capture writes what PostgreSQL can hold and .NET cannot: infinity, +10000-01-01T…, -0043-03-15T… and 0000-12-31T…, which
    // is a day of the year 1 BC.
    static bool IsBeyondDotNet(ReadOnlySpan<char> text) =>
        text is "infinity" or "-infinity" || (text.Length > 20 && text[^1] == 'Z' && (text[0] is '+' or '-' || text.StartsWith("0000-")));

    void Reject(ref Utf8JsonReader reader, string column, string expected)
    {
        _problem = $"column '{column}' is {reader.TokenType} at byte {reader.TokenStartIndex}: expected {expected}";
        reader.Skip();
    }

    readonly RawEvent? Missing(string column, out string error)
    {
        error = $"column '{column}' is missing: expected the flat record of a business_events row, or a bare event with 'eventHeader'";
        return null;
    }

    RawEvent? Flat()
    {
        var removed = _deleted || _op == "d";
        if (string.IsNullOrEmpty(_id)) return Missing("id", out _problem);
        if (_name is null) return Missing("event_name", out _problem);
        if (_data is null && !removed) return Missing("event_data", out _problem);
        return new RawEvent
        {
            Id = _id,
            EventName = _name,
            EventType = _type,
            CreatedDate = _created,
            SavedDate = _saved,
            EventData = _data ?? "",
            Op = _op ?? (removed ? "d" : "c"),
            Deleted = removed,
        };
    }

    RawEvent? ReadBare(string json)
    {
        if (!BusinessEvent.TryParse(json, out var e, out var errors))
        {
            _problem = string.Join("; ", errors);
            return null;
        }

        return new RawEvent
        {
            Id = e!.Uuid,
            EventName = e.EventName,
            EventType = e.EventType,
            CreatedDate = e.CreatedDate,
            SavedDate = e.SavedDate,
            EventData = json,
            Op = "c",
        };
    }
}
