namespace State;

/// <summary>
/// Two row keys in buffers of their own, as what a state gives lasts only until its next call: an owner's first and last row, or the rows
/// before and after one.
/// </summary>
internal sealed class Link
{
    byte[] _first = new byte[64];
    byte[] _last = new byte[64];
    int _firstLength;
    int _lastLength;

    public uint Count { get; set; }

    public ReadOnlySpan<byte> First
    {
        get => _first.AsSpan(0, _firstLength);
        set => _firstLength = Copy(value, ref _first);
    }

    public ReadOnlySpan<byte> Last
    {
        get => _last.AsSpan(0, _lastLength);
        set => _lastLength = Copy(value, ref _last);
    }

    public void Set(ReadOnlySpan<byte> first, ReadOnlySpan<byte> last)
    {
        First = first;
        Last = last;
    }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        First = KeyWriter.TakeSized(ref bytes);
        Last = KeyWriter.TakeSized(ref bytes);
    }

    static int Copy(ReadOnlySpan<byte> value, ref byte[] buffer)
    {
        if (buffer.Length < value.Length) buffer = new byte[value.Length * 2];
        value.CopyTo(buffer);
        return value.Length;
    }
}
