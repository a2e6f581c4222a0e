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

    // As in the entry, so that a chunk is read and written in one piece.
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
    public ReadOnlySpan<byte> this[int slot] => ids.AsSpan((Start(slot) + sizeof(ushort))..ends[slot]);

    /// <summary>Becomes one without rows.</summary>
    public void Clear(long number, long older)
    {
        (Number, Older, Newer, Tour, Used) = (number, older, None, null, 0);
    }

    /// <summary>Adds a row after the last one.</summary>
    /// <returns>Its number.</returns>
    public long Add(ReadOnlySpan<byte> row)
    {
        var start = Start(Used);
        var end = start + sizeof(ushort) + row.Length;
        if (ids.Length < end) Array.Resize(ref ids, 2 * end);
        BinaryPrimitives.WriteUInt16BigEndian(ids.AsSpan(start), (ushort)row.Length);
        row.CopyTo(ids.AsSpan(start + sizeof(ushort)));
        ends[Used++] = end;
        return Number * Slots + Used - 1;
    }

    /// <summary>Frees a slot; free ones at the end are used again.</summary>
    public void Free(int slot)
    {
        var (start, length) = (Start(slot), this[slot].Length);
        BinaryPrimitives.WriteUInt16BigEndian(ids.AsSpan(start), 0);
        ids.AsSpan(ends[slot]..ends[Used - 1]).CopyTo(ids.AsSpan(start + sizeof(ushort)));
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
        if (ids.Length < rest.Length) ids = new byte[2 * rest.Length];
        rest.CopyTo(ids);
        for (var end = 0; end < rest.Length;)
        {
            end += sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(rest[end..]);
            ends[Used++] = end;
        }
    }

    /// <summary>The entry's value; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write()
    {
        var most = FixedBytes + Start(Used);
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
        ids.AsSpan(0, Start(Used)).CopyTo(rest);
        return value.AsSpan(0, value.Length - rest.Length + Start(Used));
    }

    byte Flags() => (byte)(
        (Number != 0 || Older != None ? NumberedFlag : 0) | (Newer != None ? NewerFlag : 0)
        | (Tour is null ? 0 : TourFlag) | (Tour is { GoesRound: true } ? GoesRoundFlag : 0));

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
