using System.Buffers.Binary;

namespace Streams;

/// <summary>
/// What a task keeps of a row. Layout: version byte, flags, what it shows as 8 bytes, changed-at as 8 bytes, waiting-since as 8 bytes where
/// the flags say so, length of the row's record as 4 bytes, the record, and to the end the record of the other side where the stage keeps
/// it (see <see cref="SideRecord"/>).
/// </summary>
readonly ref struct RowEntry
{
    const byte Version = 2;
    const byte WaitingFlag = 1;
    const byte AnsweredFlag = 2;
    const int TimesEnd = 2 + 2 * sizeof(long);

    /// <summary>Hash of the output that was last produced (<see cref="OutputWriter"/>); zero for none.</summary>
    public ulong Shown { get; init; }

    /// <summary>
    /// Since when it waits for the other side, milliseconds since the epoch; zero when it does not: it never had to, or found it once.
    /// </summary>
    public long WaitingSince { get; init; }

    /// <summary>What its join key has is known.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>When it was written, milliseconds since the epoch.</summary>
    public long ChangedAt { get; init; }

    /// <summary>The newest version of the row, as it came.</summary>
    public ReadOnlySpan<byte> Row { get; init; }

    /// <summary>What it was joined with, as it came; empty where there is nothing.</summary>
    public ReadOnlySpan<byte> Other { get; init; }

    public int Length => RowOffset(WaitingSince) + Row.Length + Other.Length;

    public static RowEntry Read(ReadOnlySpan<byte> value)
    {
        EntryVersion.Check(value, Version);
        var since = (value[1] & WaitingFlag) != 0 ? BinaryPrimitives.ReadInt64BigEndian(value[TimesEnd..]) : 0;
        var offset = RowOffset(since);
        var length = BinaryPrimitives.ReadInt32BigEndian(value[(offset - sizeof(int))..]);
        return new RowEntry
        {
            WaitingSince = since,
            IsAnswered = (value[1] & AnsweredFlag) != 0,
            Shown = BinaryPrimitives.ReadUInt64BigEndian(value[2..]),
            ChangedAt = BinaryPrimitives.ReadInt64BigEndian(value[10..]),
            Row = value.Slice(offset, length),
            Other = value[(offset + length)..],
        };
    }

    public void Write(Span<byte> destination)
    {
        destination[0] = Version;
        destination[1] = (byte)((WaitingSince != 0 ? WaitingFlag : 0) | (IsAnswered ? AnsweredFlag : 0));
        BinaryPrimitives.WriteUInt64BigEndian(destination[2..], Shown);
        BinaryPrimitives.WriteInt64BigEndian(destination[10..], ChangedAt);
        if (WaitingSince != 0) BinaryPrimitives.WriteInt64BigEndian(destination[TimesEnd..], WaitingSince);
        var offset = RowOffset(WaitingSince);
        BinaryPrimitives.WriteInt32BigEndian(destination[(offset - sizeof(int))..], Row.Length);
        Row.CopyTo(destination[offset..]);
        Other.CopyTo(destination[(offset + Row.Length)..]);
    }

    static int RowOffset(long waitingSince) => TimesEnd + (waitingSince != 0 ? sizeof(long) : 0) + sizeof(int);
}
