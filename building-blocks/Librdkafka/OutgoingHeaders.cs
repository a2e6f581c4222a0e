using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Librdkafka;

/// <summary>
/// Headers to produce: filled, given to any number of produce calls (each copies), cleared, filled again. The memory is kept, so a
/// reused one allocates nothing. For one thread at a time.
/// </summary>
public sealed class OutgoingHeaders
{
    const int InitialBytes = 256;
    byte[] _bytes = new byte[InitialBytes];
    Entry[] _entries = new Entry[8];
    int _used;

    /// <summary>How many headers there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a header; a name may repeat. A default span is a null value, an empty one an empty value.</summary>
    /// <exception cref="ArgumentException">The name is empty or has a NUL, which ends a name in librdkafka.</exception>
    public OutgoingHeaders Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.IsEmpty || name.Contains((byte)0))
            throw new ArgumentException($"A header's name is not empty and has no NUL: '{Encoding.UTF8.GetString(name)}'.", nameof(name));
        if (Count == _entries.Length) Array.Resize(ref _entries, 2 * Count);
        int nameStart = Append(name);
        _bytes[Reserve(1)] = 0;
        bool valueIsNull = Unsafe.IsNullRef(ref MemoryMarshal.GetReference(value));
        _entries[Count++] = new Entry(nameStart, Append(value), valueIsNull ? -1 : value.Length);
        return this;
    }

    /// <summary>Adds a header with UTF-8 text as its value; null is a null value.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{byte}, ReadOnlySpan{byte})" path="/exception"/>
    public OutgoingHeaders Add(string name, string? value) =>
        Add(Encoding.UTF8.GetBytes(name), value is null ? default : Encoding.UTF8.GetBytes(value));

    /// <summary>Adds a header with bytes as its value.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{byte}, ReadOnlySpan{byte})" path="/exception"/>
    public OutgoingHeaders Add(string name, ReadOnlySpan<byte> value) => Add(Encoding.UTF8.GetBytes(name), value);

    /// <summary>Adds all headers of a consumed record, in their order.</summary>
    public OutgoingHeaders AddAll(RecordHeaders headers)
    {
        foreach (RecordHeader header in headers)
            if (!header.Name.IsEmpty) Add(header.Name, header.ValueIsNull ? default : header.Value);
        return this;
    }

    /// <summary>Removes every header and keeps the memory.</summary>
    public OutgoingHeaders Clear()
    {
        Count = 0;
        _used = 0;
        return this;
    }

    internal ref byte Memory => ref MemoryMarshal.GetArrayDataReference(_bytes);

    /// <summary>Writes the headers as arguments of a produce call; <paramref name="memory"/> is <see cref="Memory"/>, pinned.</summary>
    internal unsafe void Write(ProduceArgument* arguments, byte* memory)
    {
        for (int i = 0; i < Count; i++)
        {
            Entry entry = _entries[i];
            arguments[i].Kind = ArgumentKind.Header;
            arguments[i].HeaderName = memory + entry.Name;
            arguments[i].HeaderValue = entry.Length < 0 ? null : memory + entry.Value;
            arguments[i].HeaderSize = Math.Max(0, entry.Length);
        }
    }

    /// <summary>The headers as a native list, which the caller owns.</summary>
    internal unsafe nint ToNative(byte* memory)
    {
        nint list = Native.rd_kafka_headers_new((nuint)Count);
        for (int i = 0; i < Count; i++)
        {
            Entry entry = _entries[i];
            Native.rd_kafka_header_add(
                list, memory + entry.Name, -1, entry.Length < 0 ? null : memory + entry.Value, Math.Max(0, entry.Length));
        }

        return list;
    }

    int Append(ReadOnlySpan<byte> bytes)
    {
        int start = Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(start));
        return start;
    }

    int Reserve(int count)
    {
        int start = _used;
        // One byte to spare: the address of an empty value at the end is inside the array.
        if (start + count >= _bytes.Length) Array.Resize(ref _bytes, checked(2 * (start + count) + 1));
        _used += count;
        return start;
    }

    readonly record struct Entry(int Name, int Value, int Length);
}
