using System.Text.Json;

namespace Streams;

/// <summary>
/// The entity that a record of a <c>table</c> source is about, from its Kafka key: the member <c>id</c> where the key is a JSON object, as
/// captures write it, else the key's whole text.
/// </summary>
static class EntityKey
{
    /// <summary>Bytes of a key at most: a member of <see cref="SideRecord.KeyBytes"/>, each byte of which may be escaped.</summary>
    const int LongestKey = 8 * SideRecord.KeyBytes;

    /// <summary>Copies the entity's id.</summary>
    /// <param name="key">The Kafka key.</param>
    /// <param name="destination">At least <see cref="SideRecord.KeyBytes"/>.</param>
    /// <param name="written">Bytes of the id.</param>
    /// <returns>False when there is none, or it is longer than <paramref name="destination"/>.</returns>
    public static bool TryRead(ReadOnlySpan<byte> key, Span<byte> destination, out int written)
    {
        written = 0;
        if (key.IsEmpty || key.Length > LongestKey) return false;
        if (key[0] == '{') return TryReadMember(key, destination, ref written);
        if (!key.TryCopyTo(destination)) return false;
        written = key.Length;
        return true;
    }

    static bool TryReadMember(ReadOnlySpan<byte> key, Span<byte> destination, ref int written)
    {
        try
        {
            var reader = new Utf8JsonReader(key);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                reader.Read();
                if (!isId) reader.Skip();
                else return TryCopy(reader, destination, ref written);
            }
        }
        catch (JsonException)
        {
            // An opening brace alone makes no JSON; such a key names no entity.
        }
        return false;
    }

    static bool TryCopy(Utf8JsonReader reader, Span<byte> destination, ref int written)
    {
        if (reader.ValueSpan.Length > destination.Length && !reader.ValueIsEscaped) return false;
        if (reader.TokenType == JsonTokenType.Number)
        {
            reader.ValueSpan.CopyTo(destination);
            written = reader.ValueSpan.Length;
            return true;
        }
        if (reader.TokenType != JsonTokenType.String) return false;
        Span<byte> text = stackalloc byte[LongestKey];
        written = reader.CopyString(text);
        return written > 0 && text[..written].TryCopyTo(destination);
    }
}
