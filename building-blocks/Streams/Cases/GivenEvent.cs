using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Streams;

/// <summary>
/// The event of a case as a record's bytes. A text is the value as it is, malformed or not. A mapping is written as JSON, its scalars by
/// YAML's core schema, numbers digit by digit; an <c>event_data</c> that is written out becomes a text of JSON, as captures write it.
/// </summary>
static class GivenEvent
{
    const string EventData = "event_data";

    public static byte[] Bytes(YamlNode node) => node.Kind == YamlKind.Scalar ? Encoding.UTF8.GetBytes(node.Text) : Json(node);

    static byte[] Json(YamlNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(node, writer);
        return stream.ToArray();
    }

    static void Write(YamlNode node, Utf8JsonWriter writer)
    {
        switch (node.Kind)
        {
            case YamlKind.Scalar:
                WriteScalar(node, writer);
                break;
            case YamlKind.List:
                writer.WriteStartArray();
                foreach (var item in node.Items) Write(item, writer);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                foreach (var (key, value) in node.Entries)
                {
                    writer.WritePropertyName(key.Text);
                    if (key.Text == EventData && value.Kind != YamlKind.Scalar) writer.WriteStringValue(Json(value));
                    else Write(value, writer);
                }
                writer.WriteEndObject();
                break;
        }
    }

    static void WriteScalar(YamlNode node, Utf8JsonWriter writer)
    {
        if (node.IsNull) writer.WriteNullValue();
        else if (!node.Quoted && IsLiteral(node.Text)) writer.WriteRawValue(node.Text);
        else writer.WriteStringValue(node.Text);
    }

    /// <summary>true, false, or a number as JSON writes it.</summary>
    static bool IsLiteral(string text)
    {
        var cursor = new JsonCursor(Encoding.UTF8.GetBytes(text));
        return cursor.TakeLiteral() && cursor.IsAtEnd;
    }
}
