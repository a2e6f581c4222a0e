using System.Text;
using System.Text.Json;

namespace Cli;

/// <summary>Reads the event's id from a record's key, <c>{"id":"…"}</c>.</summary>
static class EventKey
{
    /// <summary>Null when the key is something else.</summary>
    public static string? Id(ReadOnlySpan<byte> key)
    {
        try
        {
            var reader = new Utf8JsonReader(key);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("id"u8)) continue;
                reader.Read();
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : Encoding.UTF8.GetString(reader.ValueSpan);
            }
        }
        catch (JsonException)
        {
            // Keys of another form are not of events that were posted here.
        }
        return null;
    }
}
