using System.Buffers.Binary;

namespace Streams;

/// <summary>From the text of one field to the filters that ask for it; looked up by the record's own bytes, without a copy.</summary>
sealed class TextTable
{
    readonly Dictionary<byte[], int[]>.AlternateLookup<ReadOnlySpan<byte>> filters;

    public TextTable(int field, IEnumerable<(byte[] Text, int Filter)> entries)
    {
        Field = field;
        var table = new Dictionary<byte[], int[]>(Bytes.Instance);
        foreach (var group in entries.GroupBy(entry => entry.Text, entry => entry.Filter, Bytes.Instance))
            table.Add(group.Key, [.. group.Distinct().Order()]);
        filters = table.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public int Field { get; }

    public ReadOnlySpan<int> Find(ReadOnlySpan<byte> text) => filters.TryGetValue(text, out var found) ? found : [];

    /// <summary>Only literals of pipelines are stored, so hostile records cannot make chains long.</summary>
    sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        const ulong OddMultiplier = 0x9E37_79B9_7F4A_7C15;

        public static readonly Bytes Instance = new();

        public bool Equals(byte[]? left, byte[]? right) => left.AsSpan().SequenceEqual(right);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public int GetHashCode(byte[] bytes) => GetHashCode(bytes.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> bytes)
        {
            var hash = (ulong)bytes.Length;
            for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
                hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * OddMultiplier;
            foreach (var value in bytes) hash = (hash ^ value) * OddMultiplier;
            return (int)(hash >> 32);
        }
    }
}
