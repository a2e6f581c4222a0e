using System.Buffers.Binary;

namespace Streams;

/// <summary>What was last produced for a row; the numbers are written to disk and never change.</summary>
enum RowOutput : byte
{
    /// <summary>Nothing, or a tombstone.</summary>
    None = 0,

    /// <summary>The row with nulls in the place of the other side.</summary>
    Alone = 1,

    /// <summary>The row with the other side.</summary>
    Joined = 2,
}

/// <summary>
/// What a task keeps of a row. Layout: version byte, output, flags, changed-at as 8 bytes, length of the row's record as 4 bytes, the
/// record, and to the end the record of the other side where the stage keeps it (see <see cref="SideRecord"/>).
/// </summary>
readonly ref struct RowEntry
{
    const byte Version = 1;
    const byte StaleFlag = 1;
    const byte WaitedFlag = 2;
    const byte AnsweredFlag = 4;
    const int FixedBytes = 3 + sizeof(long) + sizeof(int);

    /// <summary>What was last produced.</summary>
    public RowOutput Output { get; init; }

    /// <summary>The columns have changed since then.</summary>
    public bool IsStale { get; init; }

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
            Output = (RowOutput)value[1],
            IsStale = (value[2] & StaleFlag) != 0,
            HasWaited = (value[2] & WaitedFlag) != 0,
            IsAnswered = (value[2] & AnsweredFlag) != 0,
            ChangedAt = BinaryPrimitives.ReadInt64BigEndian(value[3..]),
            Row = value.Slice(FixedBytes, length),
            Other = value[(FixedBytes + length)..],
        };
    }

    public void Write(Span<byte> destination)
    {
        destination[0] = Version;
        destination[1] = (byte)Output;
        destination[2] = (byte)((IsStale ? StaleFlag : 0) | (HasWaited ? WaitedFlag : 0) | (IsAnswered ? AnsweredFlag : 0));
        BinaryPrimitives.WriteInt64BigEndian(destination[3..], ChangedAt);
        BinaryPrimitives.WriteInt32BigEndian(destination[(FixedBytes - sizeof(int))..], Row.Length);
        Row.CopyTo(destination[FixedBytes..]);
        Other.CopyTo(destination[(FixedBytes + Row.Length)..]);
    }
}
