using System.Text.Json;
using Contracts;
using Microsoft.AspNetCore.Http;

namespace Outbox;

/// <summary>Cuts the body of a bulk request, <c>[event, …]</c> or <c>{"events":[event, …]}</c>, into the texts of its events.</summary>
static class BulkBody
{
    // Each event's own depth is checked with the event, so that one event that is too deep is named.
    static readonly JsonReaderOptions Options = new() { MaxDepth = 1_000 };

    /// <summary>The text of each event, exactly as posted.</summary>
    /// <exception cref="RefusedRequestException">400: not JSON, not that form, no event; 413: more than
    /// <see cref="Limits.MaxBulkEvents"/>.</exception>
    public static List<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body.Span, Options);
            var events = Cut(ref reader, body);
            if (reader.Read() || events is null) throw Wrong("", "is not a bulk: send [event, …] or {\"events\":[event, …]}");
            return events.Count > 0 ? events : throw Wrong("", "the bulk holds no event");
        }
        catch (JsonException notJson)
        {
            throw Wrong("", $"is not JSON: {notJson.Message}");
        }
    }

    // Leaves the reader at the body's last token.
    static List<ReadOnlyMemory<byte>>? Cut(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray) return Items(ref reader, body);
        if (reader.TokenType != JsonTokenType.StartObject) return null;

        List<ReadOnlyMemory<byte>>? events = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEvents = reader.ValueTextEquals("events");
            if (!isEvents || events is not null) throw Wrong("", "a bulk object has the property 'events', once, and no other");
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray) throw Wrong("/events", "is not an array of events");
            events = Items(ref reader, body);
        }
        return events;
    }

    static List<ReadOnlyMemory<byte>> Items(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var items = new List<ReadOnlyMemory<byte>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (items.Count == Limits.MaxBulkEvents)
            {
                throw new RefusedRequestException(StatusCodes.Status413PayloadTooLarge, "",
                    $"the bulk has too many events: at most {Limits.MaxBulkEvents} are accepted");
            }
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(body[start..(int)reader.BytesConsumed]);
        }
        return items;
    }

    static RefusedRequestException Wrong(string field, string message) => new(StatusCodes.Status400BadRequest, field, message);
}
