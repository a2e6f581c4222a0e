using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Capture;

/// <summary>Turns one row of the outbox table, column by column in PostgreSQL's binary form, into the key and the value that Debezium
/// writes for it (ExtractNewRecordState in rewrite mode, <c>add.fields=op,table,ts_ms</c>). Its memory is used again for the next
/// row.</summary>
sealed class RowEncoder
{
    const int InitialCapacity = 16 * 1024;
    const int MaxNumberBytes = 20;
    const byte JsonbVersion = 1;

    static readonly byte[][] Prefixes = [.. OutboxColumn.All.Select((column, index) =>
        Encoding.UTF8.GetBytes($"{(index == 0 ? '{' : ',')}\"{column.Name}\":"))];

    readonly ByteBuffer _key = new(InitialCapacity);
    readonly ByteBuffer _value = new(InitialCapacity);

    /// <summary>Fraction digits of each timestamp column, by position; other columns' entries are not used.</summary>
    public int[] Precisions { get; } = [.. OutboxColumn.All.Select(_ => TimestampText.DefaultPrecision)];

    public ReadOnlySpan<byte> Key => _key.Written;

    public ReadOnlySpan<byte> Value => _value.Written;

    /// <summary>The row's id, once its first column is there; for messages.</summary>
    public string Id()
    {
        if (_key.Length == 0) return "";
        using var key = JsonDocument.Parse(_key.Written.ToArray());
        return key.RootElement.GetProperty("id").GetString() ?? "";
    }

    public void Begin()
    {
        _key.Clear();
        _value.Clear();
    }

    public void AppendNull(int column)
    {
        _value.Append(Prefixes[column]);
        _value.Append("null"u8);
    }

    /// <summary>Adds a column that is not null.</summary>
    /// <exception cref="CaptureException">The bytes are not what the column's type sends.</exception>
    public void Append(int column, ReadOnlySpan<byte> raw)
    {
        var start = _value.Length + Prefixes[column].Length;
        _value.Append(Prefixes[column]);
        switch (OutboxColumn.All[column].Kind)
        {
            case ColumnKind.Text:
                AppendString(raw);
                break;
            case ColumnKind.Timestamp:
                AppendTimestamp(raw, column);
                break;
            default:
                if (raw.IsEmpty || raw[0] != JsonbVersion) throw Malformed(column, raw);
                AppendString(raw[1..]);
                break;
        }
        if (column == 0) WriteKey(_value.Written[start..]);
    }

    /// <summary>Closes the record.</summary>
    public void End(long nowMilliseconds)
    {
        _value.Append(",\"__deleted\":\"false\",\"__op\":\"c\",\"__table\":\"business_events\",\"__ts_ms\":"u8);
        Utf8Formatter.TryFormat(nowMilliseconds, _value.Reserve(MaxNumberBytes), out var written);
        _value.Advance(written);
        _value.Append((byte)'}');
    }

    void WriteKey(ReadOnlySpan<byte> jsonId)
    {
        _key.Append("{\"id\":"u8);
        _key.Append(jsonId);
        _key.Append((byte)'}');
    }

    void AppendString(ReadOnlySpan<byte> utf8)
    {
        _value.Append((byte)'"');
        JsonText.Append(_value, utf8);
        _value.Append((byte)'"');
    }

    void AppendTimestamp(ReadOnlySpan<byte> raw, int column)
    {
        if (raw.Length != sizeof(long)) throw Malformed(column, raw);
        _value.Append((byte)'"');
        _value.Advance(TimestampText.Write(BinaryPrimitives.ReadInt64BigEndian(raw), Precisions[column],
            _value.Reserve(TimestampText.MaxBytes)));
        _value.Append((byte)'"');
    }

    CaptureException Malformed(int column, ReadOnlySpan<byte> raw) =>
        new($"Event '{Id()}': {raw.Length} bytes of column '{OutboxColumn.All[column].Name}' are not PostgreSQL's binary form of "
            + $"{OutboxColumn.All[column].TypeName}. The server must be PostgreSQL 14 or later.");
}
