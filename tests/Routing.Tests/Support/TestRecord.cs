using System.Text;
using System.Text.Json;
using Record = Librdkafka.Record;

namespace Routing.Tests.Support;

/// <summary>A record outside of the client's memory.</summary>
public sealed record TestRecord(byte[]? Key, byte[]? Value, IReadOnlyList<(string Name, byte[] Value)> Headers)
{
    /// <summary>Where it was read.</summary>
    public (int Partition, long Offset) Position { get; init; }

    public string Text => Value is null ? "" : Encoding.UTF8.GetString(Value);

    public static TestRecord Of(string? key, string? value, params (string Name, string Value)[] headers) => new(
        Bytes(key), Bytes(value), [.. headers.Select(header => (header.Name, Encoding.UTF8.GetBytes(header.Value)))]);

    public static TestRecord Of(in Record record)
    {
        List<(string, byte[])> headers = [];
        foreach (var header in record.Headers) headers.Add((Encoding.UTF8.GetString(header.Name), header.Value.ToArray()));
        return new TestRecord(record.KeyIsNull ? null : record.Key.ToArray(), record.ValueIsNull ? null : record.Value.ToArray(), headers)
        {
            Position = (record.Partition, record.Offset),
        };
    }

    /// <summary>Records as Debezium wrote them, recorded.</summary>
    public static List<TestRecord> Golden(string scenario) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "goldens", $"{scenario}.jsonl")).Select(line =>
        {
            var json = JsonDocument.Parse(line).RootElement;
            return new TestRecord(Decode(json, "key_b64"), Decode(json, "value_b64"), [.. json.GetProperty("headers").EnumerateArray()
                .Select(header => (header[0].GetString()!, Encoding.UTF8.GetBytes(header[1].GetString()!)))]);
        })];

    public string? Header(string name) =>
        Headers.Where(header => header.Name == name).Select(header => Encoding.UTF8.GetString(header.Value)).LastOrDefault();

    static byte[]? Decode(JsonElement json, string name) =>
        json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetBytesFromBase64() : null;

    static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
