using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Streams;

/// <summary>
/// The needed columns of one record after one scan of it. Texts are slices of the record; only a text with escapes is copied, into a
/// buffer that is kept. Duplicate keys: the last wins.
/// </summary>
sealed class RecordFields(FieldKeys keys)
{
    const int SmallestBuffer = 4 * 1024;

    readonly Slot[] slots = new Slot[FieldNames.Count];
    byte[] unescaped = [];
    int unescapedLength;

    /// <summary>Why the last scan failed.</summary>
    public JsonFault Fault { get; private set; }

    /// <summary>The byte at which it failed, from 0.</summary>
    public int FaultAt { get; private set; }

    /// <summary>Position of the object's closing brace, where columns can be appended.</summary>
    public int ClosingBrace { get; private set; }

    /// <summary>The object has no key at all.</summary>
    public bool IsEmpty { get; private set; }

    public bool IsPresent(Field field) => slots[(int)field].State != SlotState.Absent;

    /// <summary>Null in SQL's sense: absent, JSON null, an object or an array.</summary>
    public bool IsNull(Field field) => slots[(int)field].State is SlotState.Absent or SlotState.Null;

    /// <summary>The column's text; only when not <see cref="IsNull"/>.</summary>
    public ReadOnlySpan<byte> Text(Field field, ReadOnlySpan<byte> record)
    {
        ref readonly var slot = ref slots[(int)field];
        return slot.State switch
        {
            SlotState.InRecord => record.Slice(slot.Start, slot.Length),
            SlotState.Unescaped => unescaped.AsSpan(slot.Start, slot.Length),
            _ => AddedColumns.Text(field),
        };
    }

    /// <summary>Gives an absent column the value that is appended to the record.</summary>
    public void SupplyIfAbsent(Field field)
    {
        if (!IsPresent(field)) slots[(int)field].State = SlotState.Supplied;
    }

    public bool IsSupplied(Field field) => slots[(int)field].State == SlotState.Supplied;

    /// <summary>Scans one record. False: it is no record, see <see cref="Fault"/>.</summary>
    public bool Scan(ReadOnlySpan<byte> record)
    {
        Array.Clear(slots);
        unescapedLength = 0;
        var cursor = new JsonCursor(record);
        var read = ReadRoot(ref cursor, record);
        Fault = cursor.Fault;
        FaultAt = cursor.At;
        if (!read || !cursor.MayHoldNonAscii || Utf8.IsValid(record)) return read;
        Fault = JsonFault.NotUtf8;
        FaultAt = FirstInvalid(record);
        return false;
    }

    bool ReadRoot(ref JsonCursor cursor, ReadOnlySpan<byte> record)
    {
        cursor.SkipWhitespace();
        if (cursor.Current != '{') return cursor.IsAtEnd ? cursor.FailHere() : cursor.Fail(JsonFault.NotAnObject);
        cursor.Take('{');
        IsEmpty = cursor.Current == '}';
        while (cursor.Current != '}')
        {
            if (!cursor.TakeString(out var start, out var length)) return false;
            var field = keys.Find(record.Slice(start, length), cursor.LastStringIsEscaped);
            cursor.SkipWhitespace();
            if (!cursor.Take(':') || !ReadValue(ref cursor, record, field)) return false;
            cursor.SkipWhitespace();
            if (cursor.Current == '}') break;
            if (!cursor.Take(',')) return false;
            if (cursor.Current != '"') return cursor.FailHere();
        }
        ClosingBrace = cursor.At;
        cursor.Take('}');
        return cursor.IsAtEnd || cursor.FailHere();
    }

    bool ReadValue(ref JsonCursor cursor, ReadOnlySpan<byte> record, int field)
    {
        var start = cursor.At;
        var state = SlotState.InRecord;
        int length;
        switch (cursor.Current)
        {
            case (byte)'"':
                if (!cursor.TakeString(out start, out length)) return false;
                if (field < 0) return true;
                if (cursor.LastStringIsEscaped) return KeepUnescaped(ref cursor, record, field, start, length);
                break;
            case (byte)'{' or (byte)'[':
                if (!cursor.SkipComposite(level: 2)) return false;
                length = 0;
                state = SlotState.Null;
                break;
            default:
                if (!cursor.TakeLiteral()) return false;
                length = cursor.At - start;
                if (record[start] == 'n') state = SlotState.Null;
                break;
        }
        if (field >= 0) slots[field] = new Slot(state, start, length);
        return true;
    }

    bool KeepUnescaped(ref JsonCursor cursor, ReadOnlySpan<byte> record, int field, int start, int length)
    {
        if (unescaped.Length - unescapedLength < length)
            Array.Resize(ref unescaped, Math.Max(SmallestBuffer, unescapedLength + Math.Max(length, record.Length)));
        if (!JsonEscapes.TryUnescape(record.Slice(start, length), unescaped.AsSpan(unescapedLength), out var written, out var at))
        {
            cursor.At = start + at;
            return cursor.Fail(JsonFault.LoneSurrogate);
        }
        slots[field] = new Slot(SlotState.Unescaped, unescapedLength, written);
        unescapedLength += written;
        return true;
    }

    static int FirstInvalid(ReadOnlySpan<byte> record)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(record[at..], out _, out var length) == OperationStatus.Done) at += length;
        return at;
    }

    enum SlotState : byte
    {
        Absent,
        Null,
        InRecord,
        Unescaped,
        Supplied,
    }

    record struct Slot(SlotState State, int Start, int Length);
}
