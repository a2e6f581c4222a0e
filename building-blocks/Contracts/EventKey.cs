using System.Text.Json;

namespace Contracts;

/// <summary>The key of a captured event: <c>{"id":"…"}</c>.</summary>
public static class EventKey
{
    /// <summary>The event's uuid; false when the key is another one, as that of joined records.</summary>
    public static bool TryReadUuid(ReadOnlySpan<byte> key, out Guid uuid)
    {
        uuid = default;
        try
        {
            var reader = new Utf8JsonReader(key);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && reader.Read() && reader.ValueTextEquals("id"u8)
                && reader.Read() && reader.TokenType == JsonTokenType.String
                && reader.TryGetGuid(out uuid);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or an object without a property: a key of somebody else.
            return false;
        }
    }
}
