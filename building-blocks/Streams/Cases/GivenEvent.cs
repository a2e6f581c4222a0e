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

    /// <summary>Null after reporting why there are none.</summary>
    public static byte[]? Bytes(YamlNode node, ProblemList problems)
    {
        if (Mistake(node) is { } wrong)
        {
            problems.Error(ProblemCodes.WrongLiteral, wrong.Place, "a text that is not valid Unicode: give the event as JSON in single quotes");
            return null;
        }
        return node.Kind == YamlKind.Scalar ? Encoding.UTF8.GetBytes(node.Text) : Json(node);
    }

    /// <summary>The first text that no UTF-8 can stand for.</summary>
    static YamlNode? Mistake(YamlNode node) => node.Kind switch
    {
        YamlKind.Scalar => Literals.Mistake(new Literal(ScalarType.String, node.Text)) is null ? null : node,
        YamlKind.List => node.Items.Select(Mistake).FirstOrDefault(wrong => wrong is not null),
        _ => node.Entries.Select(entry => Mistake(entry.Key) ?? Mistake(entry.Value)).FirstOrDefault(wrong => wrong is not null),
    };

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
