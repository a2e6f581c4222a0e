using System.Buffers.Binary;

namespace Streams;

/// <summary>
/// The value of a record in a repartition topic: one side's record with only what the join needs of it. The Kafka key decides the partition
/// and is the join key or the row id, as <see cref="SideKind"/> says; <see cref="Other"/> is the other of the two.
/// </summary>
/// <remarks>
/// Layout: version byte (1), kind, flags, source partition, source offset, watermark and event time as big-endian integers (4, 8, 8, 8
/// bytes), event id and other key after a 2-byte length each, then the columns to the end.
/// </remarks>
public readonly ref struct SideRecord
{
    /// <summary>The newest version that is written; older ones stay readable.</summary>
    public const byte Version = 1;

    /// <summary>Bytes of a row id, a join key or an event id at most: state keys hold two of them.</summary>
    public const int KeyBytes = 1024;

    /// <summary>A time before all others: of a key that never had anything, and for watermarks that are not kept.</summary>
    public const long Never = long.MinValue;

    const byte RetractionFlag = 1;
    const byte NoJoinKeyFlag = 2;
    const int FixedBytes = 3 + sizeof(int) + 3 * sizeof(long);

    /// <summary>What it says.</summary>
    public SideKind Kind { get; init; }

    /// <summary>True: the row, or what is looked up, is gone; there are no columns.</summary>
    public bool IsRetraction { get; init; }

    /// <summary>Partition of the source record.</summary>
    public int SourcePartition { get; init; }

    /// <summary>Offset of the source record.</summary>
    public long SourceOffset { get; init; }

    /// <summary>Watermark of the source partition before this record, milliseconds since the epoch; <see cref="Never"/> where none is kept.
    /// </summary>
    public long Watermark { get; init; }

    /// <summary>
    /// Milliseconds since the epoch for events; for tables the source offset: there the order of records counts; for what a row asks of a
    /// key, how often it has moved.
    /// </summary>
    public long EventTime { get; init; }

    /// <summary>The event's id: among equal times the greater one, byte by byte, is newer. Empty for tables.</summary>
    public ReadOnlySpan<byte> EventId { get; init; }

    /// <summary>Row id in the topic by join key, join key in the topic by row id; empty where there is none.</summary>
    public ReadOnlySpan<byte> Other { get; init; }

    /// <summary>True for a row that looks nothing up: its join key is null. In the topic by join key its Kafka key is the row id then.
    /// </summary>
    public bool HasNoJoinKey { get; init; }

    /// <summary>The side's columns, see <see cref="ColumnValues"/>.</summary>
    public ReadOnlySpan<byte> Columns { get; init; }

    /// <summary>Bytes that <see cref="Write"/> needs.</summary>
    public int Length => FixedBytes + 2 * sizeof(ushort) + EventId.Length + Other.Length + Columns.Length;

    /// <summary>True for a text that can be a row id, a join key or an event id.</summary>
    public static bool IsKey(ReadOnlySpan<byte> text) => text.Length is > 0 and <= KeyBytes;

    /// <summary>Reads a value; its spans are those of the value.</summary>
    /// <returns>False when it is none, or of a later version.</returns>
    public static bool TryRead(ReadOnlySpan<byte> value, out SideRecord record)
    {
        record = default;
        if (value.Length < FixedBytes || value[0] != Version) return false;
        var rest = value[FixedBytes..];
        if (!TryTake(ref rest, out var id) || !TryTake(ref rest, out var other)) return false;
        record = new SideRecord
        {
            Kind = (SideKind)value[1],
            IsRetraction = (value[2] & RetractionFlag) != 0,
            HasNoJoinKey = (value[2] & NoJoinKeyFlag) != 0,
            SourcePartition = BinaryPrimitives.ReadInt32BigEndian(value[3..]),
            SourceOffset = BinaryPrimitives.ReadInt64BigEndian(value[7..]),
            Watermark = BinaryPrimitives.ReadInt64BigEndian(value[15..]),
            EventTime = BinaryPrimitives.ReadInt64BigEndian(value[23..]),
            EventId = id,
            Other = other,
            Columns = rest,
        };
        return record.Kind is >= SideKind.Many and <= SideKind.Answer;
    }

    /// <summary>Reads a record of the topic by join key, which names a row too unless it is of the other side.</summary>
    /// <returns>False as well when a name is missing or too long.</returns>
    internal static bool TryReadByKey(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, out SideRecord side) =>
        TryRead(value, out side) && IsKey(key) && (side.Kind == SideKind.One || IsKey(side.Other));

    /// <summary>Reads a record of the topic by row id, which may name no join key.</summary>
    /// <returns>False as well when a name is missing or too long.</returns>
    internal static bool TryReadByRow(ReadOnlySpan<byte> row, ReadOnlySpan<byte> value, out SideRecord side) =>
        TryRead(value, out side) && IsKey(row) && side.Other.Length <= KeyBytes;

    /// <summary>Writes the value.</summary>
    /// <returns>The bytes written: <see cref="Length"/>.</returns>
    public int Write(Span<byte> destination)
    {
        destination[0] = Version;
        destination[1] = (byte)Kind;
        destination[2] = (byte)((IsRetraction ? RetractionFlag : 0) | (HasNoJoinKey ? NoJoinKeyFlag : 0));
        BinaryPrimitives.WriteInt32BigEndian(destination[3..], SourcePartition);
        BinaryPrimitives.WriteInt64BigEndian(destination[7..], SourceOffset);
        BinaryPrimitives.WriteInt64BigEndian(destination[15..], Watermark);
        BinaryPrimitives.WriteInt64BigEndian(destination[23..], EventTime);
        var rest = destination[FixedBytes..];
        Put(ref rest, EventId);
        Put(ref rest, Other);
        Columns.CopyTo(rest);
        return Length;
    }

    static bool TryTake(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (rest.Length < sizeof(ushort)) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (rest.Length - sizeof(ushort) < length) return false;
        taken = rest.Slice(sizeof(ushort), length);
        rest = rest[(sizeof(ushort) + length)..];
        return true;
    }

    static void Put(scoped ref Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)bytes.Length);
        bytes.CopyTo(rest[sizeof(ushort)..]);
        rest = rest[(sizeof(ushort) + bytes.Length)..];
    }
}
