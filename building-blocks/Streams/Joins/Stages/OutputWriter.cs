using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using KafkaRider;

namespace Streams;

/// <summary>
/// Writes the output of a join, a JSON object of its columns in order, whenever it differs from what the row shows. Its buffer grows to the
/// largest and stays.
/// </summary>
sealed class OutputWriter
{
    /// <summary>Let the producer choose the partition by the key, as Java's clients do.</summary>
    const int ByKey = -1;

    /// <summary>Bytes that one byte of a text has at most in JSON: <c>\u001f</c>.</summary>
    const int LongestEscape = 6;

    /// <summary>The hash of no output.</summary>
    const ulong Nothing = 0;

    static readonly byte[] Null = [.. "null"u8];

    readonly string topic;
    readonly Column[] columns;
    byte[] buffer = new byte[1024];
    int length;

    public OutputWriter(Join join)
    {
        topic = join.OutputTopic;
        columns = [.. join.Columns.Select((column, index) => new Column(
            column.Origin,
            column.Type is ScalarType.Number or ScalarType.Boolean,
            Encoding.UTF8.GetBytes($"{(index == 0 ? "{" : ",")}{JsonSerializer.Serialize(column.Name)}:"),
            column.Constant is { } constant ? Encoding.UTF8.GetBytes(constant) : []))];
    }

    /// <summary>A column as its name, with what comes before it, is written.</summary>
    readonly record struct Column(JoinOrigin Origin, bool IsBare, byte[] Name, byte[] Constant);

    /// <summary>Produces what a row is to show, unless it shows that already.</summary>
    /// <param name="view">What it is to show.</param>
    /// <param name="row">The row's id.</param>
    /// <param name="many">The row's columns.</param>
    /// <param name="one">Columns of the other side; not looked at unless joined.</param>
    /// <param name="shown">What it shows: the last call's answer for the row, zero at first.</param>
    /// <param name="output">Where it is produced.</param>
    /// <returns>What it shows now.</returns>
    public ulong Show(
        RowView view, ReadOnlySpan<byte> row, ReadOnlySpan<byte> many, ReadOnlySpan<byte> one, ulong shown, IRecordOutput output)
    {
        var shows = Write(view, many, one, shown, out var value);
        if (shows != shown) output.Produce(topic, ByKey, row, value);
        return shows;
    }

    /// <summary>
    /// Writes what a row is to show: its output, valid until the next call, empty for a tombstone. Answers what it shows now: the same as
    /// before where nothing is to be produced.
    /// </summary>
    public ulong Write(RowView view, ReadOnlySpan<byte> many, ReadOnlySpan<byte> one, ulong shown, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (view is RowView.Unchanged or RowView.Nothing) return view == RowView.Unchanged ? shown : Nothing;
        Write(many, view == RowView.Joined ? one : default);
        value = buffer.AsSpan(0, length);
        return Math.Max(XxHash3.HashToUInt64(value), Nothing + 1);
    }

    void Write(ReadOnlySpan<byte> many, ReadOnlySpan<byte> one)
    {
        length = 0;
        var manyColumns = new ColumnValues(many).GetEnumerator();
        var oneColumns = new ColumnValues(one).GetEnumerator();
        foreach (ref readonly var column in columns.AsSpan())
        {
            Append(column.Name);
            switch (column.Origin)
            {
                case JoinOrigin.Many when manyColumns.MoveNext():
                    Append(column, manyColumns.Current);
                    break;
                case JoinOrigin.One when oneColumns.MoveNext():
                    Append(column, oneColumns.Current);
                    break;
                case JoinOrigin.Constant:
                    Append(column, new ColumnValues.Value { Text = column.Constant });
                    break;
                default:
                    Append(Null);
                    break;
            }
        }
        Append("}"u8);
    }

    void Append(in Column column, ColumnValues.Value value)
    {
        if (value.IsNull) Append(Null);
        else if (column.IsBare) Append(value.Text);
        else AppendText(value.Text);
    }

    void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        length += bytes.Length;
    }

    void AppendText(ReadOnlySpan<byte> text)
    {
        var room = Room(2 + LongestEscape * text.Length);
        room[0] = (byte)'"';
        var written = 1 + Escape(text, room[1..]);
        room[written] = (byte)'"';
        length += written + 1;
    }

    static int Escape(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var written = 0;
        foreach (var letter in text)
        {
            if (letter is not ((byte)'"' or (byte)'\\') && letter >= ' ')
            {
                destination[written++] = letter;
                continue;
            }
            destination[written++] = (byte)'\\';
            if (letter >= ' ')
            {
                destination[written++] = letter;
                continue;
            }
            "u00"u8.CopyTo(destination[written..]);
            destination[written + 3] = (byte)(letter < 16 ? '0' : '1');
            destination[written + 4] = "0123456789abcdef"u8[letter & 15];
            written += 5;
        }
        return written;
    }

    Span<byte> Room(int needed)
    {
        if (buffer.Length - length < needed) Array.Resize(ref buffer, 2 * (length + needed));
        return buffer.AsSpan(length);
    }
}
