using System.Text;

namespace State.Tests;

/// <summary>What a store holds, as text, to compare.</summary>
internal static class Entries
{
    public static SortedDictionary<string, string> Of(IKeyedStore store)
    {
        var collector = new Collector();
        store.Scan(ref collector);
        return collector.Found;
    }

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static string? Get(this IKeyedState state, string key) => state.TryGet(Bytes(key), out var value) ? Text(value) : null;

    public static void Put(this IKeyedState state, string key, string value) => state.Put(Bytes(key), Bytes(value));

    public static void Remove(this IKeyedState state, string key) => state.Remove(Bytes(key));

    sealed class Collector : IEntryVisitor
    {
        public SortedDictionary<string, string> Found { get; } = new(StringComparer.Ordinal);

        public bool Visit(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            // Adding throws when an entry is seen twice.
            Found.Add(Text(key), Text(value));
            return true;
        }
    }
}
