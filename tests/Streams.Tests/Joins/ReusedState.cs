using State;

namespace Streams.Tests;

/// <summary>A state that counts what is asked of it, and allocates only for keys and values larger than any it had.</summary>
sealed class ReusedState : IKeyedState
{
    readonly Dictionary<byte[], Value> values = new(new BytesAsKeys());

    /// <summary>Reads, writes and removals.</summary>
    public int Calls { get; private set; }

    public int Writes { get; private set; }

    /// <summary>Keys that have a value.</summary>
    public int Entries { get; private set; }

    public void Forget() => (Calls, Writes) = (0, 0);

    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        Calls++;
        value = default;
        if (!Lookup.TryGetValue(key, out var found) || found.Length < 0) return false;
        value = found.Bytes.AsSpan(0, found.Length);
        return true;
    }

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        (Calls, Writes) = (Calls + 1, Writes + 1);
        if (!Lookup.TryGetValue(key, out var found)) values.Add(key.ToArray(), found = new Value());
        if (found.Length < 0) Entries++;
        if (found.Bytes.Length < value.Length) found.Bytes = new byte[2 * value.Length];
        value.CopyTo(found.Bytes);
        found.Length = value.Length;
    }

    public void Remove(ReadOnlySpan<byte> key)
    {
        (Calls, Writes) = (Calls + 1, Writes + 1);
        if (!Lookup.TryGetValue(key, out var found) || found.Length < 0) return;
        found.Length = -1;
        Entries--;
    }

    Dictionary<byte[], Value>.AlternateLookup<ReadOnlySpan<byte>> Lookup => values.GetAlternateLookup<ReadOnlySpan<byte>>();

    sealed class Value
    {
        public byte[] Bytes { get; set; } = [];

        public int Length { get; set; } = -1;
    }

    sealed class BytesAsKeys : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());
    }
}
