using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Outbox;

/// <summary>Keeps an entity's attributes as JSON text, values verbatim: no number loses a digit.</summary>
static class AttributeText
{
    static readonly JsonWriterOptions Verbatim = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The attributes of <paramref name="current"/> with those of <paramref name="given"/> over them; of a repeated name the last
    /// one counts.</summary>
    public static string Merge(string current, JsonElement given)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in JsonElement.Parse(current).EnumerateObject()) values[property.Name] = property.Value;
        foreach (var property in given.EnumerateObject()) values[property.Name] = property.Value;

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Verbatim))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in values)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
