using System.Buffers.Binary;

namespace Streams;

/// <summary>
/// Some rows of a join key, in the order they were added, copied from an entry of the state; a row keeps its slot, so that its number
/// (chunk times <see cref="Slots"/> plus slot) says for good where it is. Used again and again.
/// </summary>
/// <remarks>
/// Value: version byte, flag byte, then as 8 bytes each where the flags say so: number and older chunk; newer chunk; what is still to be
/// told and the bound; at last the row ids after their length in 2 bytes, a length of zero for a free slot.
/// </remarks>
sealed class RowChunk
{
    /// <summary>Rows of a chunk at most: nearly all keys need one, and its entry is written for each new row.</summary>
    internal const int Slots = 16;

    /// <summary>No chunk.</summary>
    internal const long None = -1;

    const byte Version = 2;
    const byte NumberedFlag = 1;
    const byte NewerFlag = 2;
    const byte TourFlag = 4;
    const byte GoesRoundFlag = 8;
    const int FixedBytes = 2 + 5 * sizeof(long);

    readonly int[] ends = new int[Slots];
    byte[] ids = new byte[256];
    byte[] value = new byte[256];

    /// <summary>Its place among the chunks of the key.</summary>
    public long Number { get; private set; }

    /// <summary>The next older chunk.</summary>
    public long Older { get; set; }

    /// <summary>The next newer chunk.</summary>
    public long Newer { get; set; }

    /// <summary>What is under way; only in the newest chunk.</summary>
    public RowTour? Tour { get; set; }

    /// <summary>Slots up to the last row.</summary>
    public int Used { get; private set; }

    public bool IsEmpty => Used == 0;

    public bool IsFull => Used == Slots;

    /// <summary>The row of a slot; empty for a free one. Valid until the chunk changes.</summary>
    public ReadOnlySpan<byte> this[int slot] => ids.AsSpan(Start(slot), ends[slot] - Start(slot));

    /// <summary>Becomes one without rows.</summary>
    public void Clear(long number, long older)
    {
        (Number, Older, Newer, Tour, Used) = (number, older, None, null, 0);
    }

    /// <summary>Adds a row after the last one.</summary>
    /// <returns>Its number.</returns>
    public long Add(ReadOnlySpan<byte> row)
    {
        Append(row);
        return Number * Slots + Used - 1;
    }

    /// <summary>Frees a slot; free ones at the end are used again.</summary>
    public void Free(int slot)
    {
        var (start, length) = (Start(slot), this[slot].Length);
        ids.AsSpan(ends[slot]..ends[Used - 1]).CopyTo(ids.AsSpan(start));
        for (var later = slot; later < Used; later++) ends[later] -= length;
        while (Used > 0 && this[Used - 1].IsEmpty) Used--;
    }

    public void Read(ReadOnlySpan<byte> entry)
    {
        EntryVersion.Check(entry, Version);
        var flags = entry[1];
        var rest = entry[2..];
        Clear(0, None);
        if ((flags & NumberedFlag) != 0) (Number, Older) = (Take(ref rest), Take(ref rest));
        if ((flags & NewerFlag) != 0) Newer = Take(ref rest);
        if ((flags & TourFlag) != 0) Tour = new RowTour(Take(ref rest), Take(ref rest), (flags & GoesRoundFlag) != 0);
        while (!rest.IsEmpty)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            Append(rest.Slice(sizeof(ushort), length));
            rest = rest[(sizeof(ushort) + length)..];
        }
    }

    /// <summary>The entry's value; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write()
    {
        var most = FixedBytes + Slots * sizeof(ushort) + Start(Used);
        if (value.Length < most) value = new byte[2 * most];
        value[0] = Version;
        value[1] = Flags();
        var rest = value.AsSpan(2);
        if ((value[1] & NumberedFlag) != 0)
        {
            Put(ref rest, Number);
            Put(ref rest, Older);
        }
        if (Newer != None) Put(ref rest, Newer);
        if (Tour is { } tour)
        {
            Put(ref rest, tour.Before);
            Put(ref rest, tour.Bound);
        }
        for (var slot = 0; slot < Used; slot++)
        {
            var row = this[slot];
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)row.Length);
            row.CopyTo(rest[sizeof(ushort)..]);
            rest = rest[(sizeof(ushort) + row.Length)..];
        }
        return value.AsSpan(0, value.Length - rest.Length);
    }

    byte Flags() => (byte)(
        (Number != 0 || Older != None ? NumberedFlag : 0) | (Newer != None ? NewerFlag : 0)
        | (Tour is null ? 0 : TourFlag) | (Tour is { GoesRound: true } ? GoesRoundFlag : 0));

    void Append(ReadOnlySpan<byte> row)
    {
        var start = Start(Used);
        if (ids.Length - start < row.Length) Array.Resize(ref ids, 2 * (start + row.Length));
        row.CopyTo(ids.AsSpan(start));
        ends[Used++] = start + row.Length;
    }

    int Start(int slot) => slot == 0 ? 0 : ends[slot - 1];

    static long Take(ref ReadOnlySpan<byte> rest)
    {
        var number = BinaryPrimitives.ReadInt64BigEndian(rest);
        rest = rest[sizeof(long)..];
        return number;
    }

    static void Put(ref Span<byte> rest, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(rest, number);
        rest = rest[sizeof(long)..];
    }
}
