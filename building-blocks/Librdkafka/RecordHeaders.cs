using System.Text;

namespace Librdkafka;

/// <summary>A header of a consumed record, borrowed like the record.</summary>
public readonly ref struct RecordHeader
{
    internal RecordHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool valueIsNull)
    {
        Name = name;
        Value = value;
        ValueIsNull = valueIsNull;
    }

    /// <summary>The name in UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The value; empty for a null value too.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>True when the value is null.</summary>
    public bool ValueIsNull { get; }
}

/// <summary>The headers of a consumed record: enumerable in order, without allocation.</summary>
public readonly unsafe ref struct RecordHeaders
{
    readonly nint _headers;
    readonly PlainRecord? _plain;

    internal RecordHeaders(nint headers) => _headers = headers;

    internal RecordHeaders(PlainRecord plain) => _plain = plain;

    /// <summary>How many there are, repeated names counted.</summary>
    public int Count => _plain is not null ? _plain.Headers.Count : _headers == 0 ? 0 : (int)Native.rd_kafka_header_cnt(_headers);

    /// <summary>The header at a position from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public RecordHeader this[int index]
    {
        get
        {
            if (_plain is not null && (uint)index < (uint)_plain.Headers.Count)
            {
                var (plainName, plainValue) = _plain.Headers[index];
                return new RecordHeader(Encoding.UTF8.GetBytes(plainName), plainValue, plainValue is null);
            }

            byte* name = null;
            byte* value = null;
            nuint size = 0;
            if (_headers == 0 || index < 0
                || Native.rd_kafka_header_get_all(_headers, (nuint)index, &name, &value, &size) != ErrorCode.NoError)
            {
                throw new ArgumentOutOfRangeException(nameof(index), index, $"The record has {Count} headers.");
            }

            return new RecordHeader(Text.Bytes(name), new ReadOnlySpan<byte>(value, checked((int)size)), value == null);
        }
    }

    /// <summary>The last header of a name: the one that counts when a name repeats.</summary>
    public bool TryGetLast(ReadOnlySpan<byte> name, out RecordHeader header)
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            header = this[i];
            if (header.Name.SequenceEqual(name)) return true;
        }

        header = default;
        return false;
    }

    /// <summary>The headers in their order.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks the headers.</summary>
    public ref struct Enumerator
    {
        readonly RecordHeaders _headers;
        readonly int _count;
        int _index = -1;

        internal Enumerator(RecordHeaders headers)
        {
            _headers = headers;
            _count = headers.Count;
        }

        /// <summary>The header that <see cref="MoveNext"/> went to.</summary>
        public readonly RecordHeader Current => _headers[_index];

        /// <summary>To the next header; false after the last.</summary>
        public bool MoveNext() => ++_index < _count;
    }
}
