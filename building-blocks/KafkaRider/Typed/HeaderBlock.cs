using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Librdkafka;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>
/// The headers of a record, copied as one block of bytes and made into text only when somebody asks: most messages are consumed without
/// that. Read as <see cref="MassTransit.KafkaIntegration.Serializers.DictionaryHeadersSerialize"/> reads them: names in any case, of a name
/// that repeats the first value, null values as absent.
/// </summary>
internal sealed class HeaderBlock : IHeaderProvider
{
    const int NullLength = -1;

    /// <summary>For each header: length of its name and of its value, name, value.</summary>
    readonly byte[] block;

    HeaderBlock(byte[] block) => this.block = block;

    /// <summary>Null for a record without headers.</summary>
    internal static HeaderBlock? Of(RecordHeaders headers)
    {
        var size = 0;
        foreach (var header in headers) size += (2 * sizeof(int)) + header.Name.Length + header.Value.Length;
        if (size == 0) return null;
        var block = new byte[size];
        var rest = block.AsSpan();
        foreach (var header in headers)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, header.Name.Length);
            BinaryPrimitives.WriteInt32LittleEndian(rest[sizeof(int)..], header.ValueIsNull ? NullLength : header.Value.Length);
            rest = rest[(2 * sizeof(int))..];
            header.Name.CopyTo(rest);
            rest = rest[header.Name.Length..];
            header.Value.CopyTo(rest);
            rest = rest[header.Value.Length..];
        }

        return new HeaderBlock(block);
    }

    public bool TryGetHeader(string key, [NotNullWhen(true)] out object? value)
    {
        for (var at = 0; at < block.Length;)
        {
            var header = Read(ref at);
            if (header.ValueIsNull || !IsNamed(header.Name, key)) continue;
            value = Encoding.UTF8.GetString(header.Value);
            return true;
        }

        value = null;
        return false;
    }

    public IEnumerable<KeyValuePair<string, object>> GetAll()
    {
        var all = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < block.Length;)
        {
            var header = Read(ref at);
            if (!header.ValueIsNull) all.TryAdd(Encoding.UTF8.GetString(header.Name), Encoding.UTF8.GetString(header.Value));
        }

        return all;
    }

    /// <summary>All of them as Confluent's client has them.</summary>
    internal Confluent.Kafka.Headers ToHeaders()
    {
        var headers = new Confluent.Kafka.Headers();
        for (var at = 0; at < block.Length;)
        {
            var header = Read(ref at);
            headers.Add(Encoding.UTF8.GetString(header.Name), header.ValueIsNull ? null : header.Value.ToArray());
        }

        return headers;
    }

    static bool IsNamed(ReadOnlySpan<byte> name, string key) => Ascii.IsValid(name)
        ? name.Length == key.Length && Ascii.EqualsIgnoreCase(name, key)
        : string.Equals(Encoding.UTF8.GetString(name), key, StringComparison.OrdinalIgnoreCase);

    Header Read(ref int at)
    {
        var rest = block.AsSpan(at);
        var nameLength = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var valueLength = BinaryPrimitives.ReadInt32LittleEndian(rest[sizeof(int)..]);
        var name = rest.Slice(2 * sizeof(int), nameLength);
        var value = rest.Slice((2 * sizeof(int)) + nameLength, Math.Max(0, valueLength));
        at += (2 * sizeof(int)) + name.Length + value.Length;
        return new Header(name, value, valueLength == NullLength);
    }

    readonly ref struct Header(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isNull)
    {
        internal ReadOnlySpan<byte> Name { get; } = name;

        internal ReadOnlySpan<byte> Value { get; } = value;

        internal bool ValueIsNull { get; } = isNull;
    }
}
