using System.Buffers.Binary;

namespace State;

/// <summary>Puts a key or value together in one buffer that is used again and again; its limits are those of the store.</summary>
internal sealed class KeyWriter
{
    byte[] _buffer = new byte[256];
    int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public KeyWriter Start(byte first)
    {
        _length = 0;
        return Byte(first);
    }

    public KeyWriter Byte(byte value)
    {
        Room(1)[0] = value;
        return this;
    }

    public KeyWriter Number(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Room(sizeof(uint)), value);
        return this;
    }

    public KeyWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        return this;
    }

    /// <summary>Bytes after their length, so that what follows cannot be taken for part of them.</summary>
    public KeyWriter Sized(ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(Room(sizeof(ushort)), (ushort)bytes.Length);
        return Bytes(bytes);
    }

    /// <summary>Takes what <see cref="Sized"/> wrote off the front.</summary>
    public static ReadOnlySpan<byte> TakeSized(ref ReadOnlySpan<byte> bytes)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var taken = bytes.Slice(sizeof(ushort), length);
        bytes = bytes[(sizeof(ushort) + length)..];
        return taken;
    }

    Span<byte> Room(int length)
    {
        if (_buffer.Length - _length < length) Array.Resize(ref _buffer, (_length + length) * 2);
        var room = _buffer.AsSpan(_length, length);
        _length += length;
        return room;
    }
}
