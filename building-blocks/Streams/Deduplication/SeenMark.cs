using System.Buffers.Binary;

namespace Streams;

/// <summary>What the state keeps of an id, or of an end of their queue.</summary>
/// <remarks>Layout: version byte (1), flags, time as a big-endian integer (8 bytes), the key of the next id to the end.</remarks>
readonly ref struct SeenMark
{
    const byte Version = 1;
    const byte RenewedFlag = 1;
    const int FixedBytes = 2 + sizeof(long);

    /// <summary>Bytes of a mark at most.</summary>
    public const int MostBytes = FixedBytes + SeenKey.MostBytes;

    /// <summary>When the id's first record came, milliseconds since the epoch.</summary>
    public long Time { get; init; }

    /// <summary>The id came again after its time: its place in the queue is older than it.</summary>
    public bool IsRenewed { get; init; }

    /// <summary>Key of the id that is behind it in the queue, empty for the last one; of an end, key of the id there.</summary>
    public ReadOnlySpan<byte> Next { get; init; }

    /// <summary>Reads a mark; its span is that of the value.</summary>
    /// <exception cref="InvalidDataException">It is of another version.</exception>
    public static SeenMark Read(ReadOnlySpan<byte> value)
    {
        if (value.Length < FixedBytes || value[0] != Version)
            throw new InvalidDataException(
                $"what the state keeps of a seen id begins with version {(value.IsEmpty ? 0 : value[0])}, this service reads {Version}: "
                + "it was written by a newer one; run that");
        return new SeenMark
        {
            IsRenewed = (value[1] & RenewedFlag) != 0,
            Time = BinaryPrimitives.ReadInt64BigEndian(value[2..]),
            Next = value[FixedBytes..],
        };
    }

    /// <summary>Writes the mark.</summary>
    /// <returns>The bytes written.</returns>
    public int Write(Span<byte> destination)
    {
        destination[0] = Version;
        destination[1] = IsRenewed ? RenewedFlag : (byte)0;
        BinaryPrimitives.WriteInt64BigEndian(destination[2..], Time);
        Next.CopyTo(destination[FixedBytes..]);
        return FixedBytes + Next.Length;
    }
}
