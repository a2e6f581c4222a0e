using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Contracts;

/// <summary>Brings the attributes of both event shapes into one: a flat object.</summary>
internal static class EntityAttributes
{
    static readonly JsonWriterOptions Verbatim = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Takes off the wrapper of <c>{"loan":{…}}</c>.</summary>
    public static JsonElement Unwrap(JsonElement attributes)
    {
        string? only = null;
        foreach (var property in attributes.EnumerateObject())
        {
            if (only is not null && !property.NameEquals(only)) return attributes;
            only ??= property.Name;
        }
        return only is not null && attributes.GetProperty(only) is { ValueKind: JsonValueKind.Object } wrapped ? wrapped : attributes;
    }

    /// <summary>The entity without its header.</summary>
    public static JsonElement WithoutHeader(JsonElement entity)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Verbatim))
        {
            writer.WriteStartObject();
            foreach (var property in entity.EnumerateObject())
            {
                if (!property.NameEquals("entityHeader")) property.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
