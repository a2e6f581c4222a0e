using System.Buffers.Binary;

namespace Streams;

/// <summary>
/// What a task keeps of a row. Layout: version byte, flags, what it shows as 8 bytes, changed-at as 8 bytes, length of the row's record as
/// 4 bytes, the record, and to the end the record of the other side where the stage keeps it (see <see cref="SideRecord"/>).
/// </summary>
readonly ref struct RowEntry
{
    const byte Version = 1;
    const byte WaitedFlag = 1;
    const byte AnsweredFlag = 2;
    const int FixedBytes = 2 + 2 * sizeof(long) + sizeof(int);

    /// <summary>Hash of the output that was last produced (<see cref="OutputWriter"/>); zero for none.</summary>
    public ulong Shown { get; init; }

    /// <summary>It has waited long enough for the other side, or found it once.</summary>
    public bool HasWaited { get; init; }

    /// <summary>What its join key has is known.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>When it was written, milliseconds since the epoch.</summary>
    public long ChangedAt { get; init; }

    /// <summary>The newest version of the row, as it came.</summary>
    public ReadOnlySpan<byte> Row { get; init; }

    /// <summary>What it was joined with, as it came; empty where there is nothing.</summary>
    public ReadOnlySpan<byte> Other { get; init; }

    public int Length => FixedBytes + Row.Length + Other.Length;

    public static RowEntry Read(ReadOnlySpan<byte> value)
    {
        if (value.Length < FixedBytes || value[0] != Version) throw new InvalidDataException(
            $"an entry of a join's state begins with version {(value.IsEmpty ? 0 : value[0])}, this service writes {Version}: "
            + "it was written by a newer one; run that, or give the join a new id and replay");
        var length = BinaryPrimitives.ReadInt32BigEndian(value[(FixedBytes - sizeof(int))..]);
        return new RowEntry
        {
            HasWaited = (value[1] & WaitedFlag) != 0,
            IsAnswered = (value[1] & AnsweredFlag) != 0,
            Shown = BinaryPrimitives.ReadUInt64BigEndian(value[2..]),
            ChangedAt = BinaryPrimitives.ReadInt64BigEndian(value[10..]),
            Row = value.Slice(FixedBytes, length),
            Other = value[(FixedBytes + length)..],
        };
    }

    public void Write(Span<byte> destination)
    {
        destination[0] = Version;
        destination[1] = (byte)((HasWaited ? WaitedFlag : 0) | (IsAnswered ? AnsweredFlag : 0));
        BinaryPrimitives.WriteUInt64BigEndian(destination[2..], Shown);
        BinaryPrimitives.WriteInt64BigEndian(destination[10..], ChangedAt);
        BinaryPrimitives.WriteInt32BigEndian(destination[(FixedBytes - sizeof(int))..], Row.Length);
        Row.CopyTo(destination[FixedBytes..]);
        Other.CopyTo(destination[(FixedBytes + Row.Length)..]);
    }
}
