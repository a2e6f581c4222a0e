namespace Capture;

/// <summary>Bytes that are written one after another into memory that is kept and used again.</summary>
sealed class ByteBuffer(int capacity)
{
    byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public ReadOnlySpan<byte> Slice(int start, int length) => _bytes.AsSpan(start, length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    /// <summary>Room for <paramref name="count"/> bytes behind what is written; <see cref="Advance"/> says how many were used.</summary>
    public Span<byte> Reserve(int count)
    {
        Grow(count);
        return _bytes.AsSpan(Length);
    }

    /// <summary>The same room for an asynchronous read.</summary>
    public Memory<byte> ReserveMemory(int count)
    {
        Grow(count);
        return _bytes.AsMemory(Length, count);
    }

    public void Advance(int count) => Length += count;

    void Grow(int count)
    {
        if (_bytes.Length - Length >= count) return;
        Array.Resize(ref _bytes, Math.Max(checked(Length + count), _bytes.Length * 2));
    }
}
