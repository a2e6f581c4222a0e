using System.Buffers.Binary;

namespace Streams;

/// <summary>
/// What a task keeps of a row. Layout: version byte, flags, what it shows as 8 bytes, changed-at as 8 bytes, waiting-since and moves as 8
/// bytes each where the flags say so, length of the row's record as 4 bytes, the record, and to the end the record of the other side where
/// the stage keeps it (see <see cref="SideRecord"/>).
/// </summary>
readonly ref struct RowEntry
{
    const byte Version = 3;
    const byte WaitingFlag = 1;
    const byte AnsweredFlag = 2;
    const byte MovedFlag = 4;
    const int TimesEnd = 2 + 2 * sizeof(long);

    /// <summary>Hash of the output that was last produced (<see cref="OutputWriter"/>); zero for none.</summary>
    public ulong Shown { get; init; }

    /// <summary>
    /// Since when it waits for the other side, milliseconds since the epoch; zero when it does not: it never had to, or found it once.
    /// </summary>
    public long WaitingSince { get; init; }

    /// <summary>Counts up whenever it comes to look up something else; zero where its key never changes.</summary>
    public long Moves { get; init; }

    /// <summary>What its join key has is known.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>When it was written, milliseconds since the epoch.</summary>
    public long ChangedAt { get; init; }

    /// <summary>The newest version of the row, as it came.</summary>
    public ReadOnlySpan<byte> Row { get; init; }

    /// <summary>
    /// What it was joined with, as it came, or that it is gone since when; empty where there was nothing ever.
    /// </summary>
    public ReadOnlySpan<byte> Other { get; init; }

    public int Length => RowOffset(Flags) + Row.Length + Other.Length;

    public static RowEntry Read(ReadOnlySpan<byte> value)
    {
        EntryVersion.Check(value, Version);
        var flags = value[1];
        var since = (flags & WaitingFlag) != 0 ? BinaryPrimitives.ReadInt64BigEndian(value[TimesEnd..]) : 0;
        var moves = (flags & MovedFlag) != 0 ? BinaryPrimitives.ReadInt64BigEndian(value[MovesOffset(flags)..]) : 0;
        var offset = RowOffset(flags);
        var length = BinaryPrimitives.ReadInt32BigEndian(value[(offset - sizeof(int))..]);
        return new RowEntry
        {
            WaitingSince = since,
            Moves = moves,
            IsAnswered = (flags & AnsweredFlag) != 0,
            Shown = BinaryPrimitives.ReadUInt64BigEndian(value[2..]),
            ChangedAt = BinaryPrimitives.ReadInt64BigEndian(value[10..]),
            Row = value.Slice(offset, length),
            Other = value[(offset + length)..],
        };
    }

    public void Write(Span<byte> destination)
    {
        destination[0] = Version;
        var flags = destination[1] = Flags;
        BinaryPrimitives.WriteUInt64BigEndian(destination[2..], Shown);
        BinaryPrimitives.WriteInt64BigEndian(destination[10..], ChangedAt);
        if (WaitingSince != 0) BinaryPrimitives.WriteInt64BigEndian(destination[TimesEnd..], WaitingSince);
        if (Moves != 0) BinaryPrimitives.WriteInt64BigEndian(destination[MovesOffset(flags)..], Moves);
        var offset = RowOffset(flags);
        BinaryPrimitives.WriteInt32BigEndian(destination[(offset - sizeof(int))..], Row.Length);
        Row.CopyTo(destination[offset..]);
        Other.CopyTo(destination[(offset + Row.Length)..]);
    }

    byte Flags => (byte)((WaitingSince != 0 ? WaitingFlag : 0) | (IsAnswered ? AnsweredFlag : 0) | (Moves != 0 ? MovedFlag : 0));

    static int MovesOffset(byte flags) => TimesEnd + ((flags & WaitingFlag) != 0 ? sizeof(long) : 0);

    static int RowOffset(byte flags) => MovesOffset(flags) + ((flags & MovedFlag) != 0 ? sizeof(long) : 0) + sizeof(int);
}
