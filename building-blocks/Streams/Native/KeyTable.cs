using System.Runtime.InteropServices;

namespace Streams;

/// <summary>Finds which of some keys a JSON key is. Most keys fall out by their length, the others by two words of it.</summary>
sealed class KeyTable
{
    public static readonly KeyTable Empty = new([]);

    /// <summary>Six bytes of escape for each byte of the longest name: longer keys are none of them.</summary>
    const int LongestEscapedKey = 6 * PipelineLimits.MaxNameLength;

    /// <summary>So many bytes are all in the two words.</summary>
    const int LongestInWords = 2 * sizeof(ulong);

    readonly (ulong Head, ulong Tail, PathNode Node)[][] byLength;

    public KeyTable(IReadOnlyCollection<PathNode> nodes)
    {
        byLength = new (ulong, ulong, PathNode)[nodes.Select(node => node.Name.Length + 1).DefaultIfEmpty().Max()][];
        for (var length = 0; length < byLength.Length; length++)
        {
            var ofLength = nodes.Where(node => node.Name.Length == length);
            byLength[length] = [.. ofLength.Select(node => (Head(node.Name), Tail(node.Name), node))];
        }
    }

    public PathNode? Find(ReadOnlySpan<byte> key, bool escaped)
    {
        if (escaped) return FindEscaped(key);
        var table = byLength;
        if ((uint)key.Length >= (uint)table.Length) return null;
        var candidates = table[key.Length];
        if (candidates.Length == 0) return null;
        var (head, tail) = (Head(key), Tail(key));
        foreach (var candidate in candidates)
            if (candidate.Head == head && candidate.Tail == tail
                && (key.Length <= LongestInWords || key.SequenceEqual(candidate.Node.Name))) return candidate.Node;
        return null;
    }

    PathNode? FindEscaped(ReadOnlySpan<byte> key)
    {
        if (key.Length > LongestEscapedKey) return null;
        Span<byte> text = stackalloc byte[LongestEscapedKey];
        return JsonEscapes.TryUnescape(key, text, out var written, out _) ? Find(text[..written], escaped: false) : null;
    }

    /// <summary>The first eight bytes; of a shorter key, all but what <see cref="Tail"/> has.</summary>
    static ulong Head(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(ulong)) return MemoryMarshal.Read<ulong>(key);
        if (key.Length >= sizeof(uint)) return MemoryMarshal.Read<uint>(key);
        return key.Length == 0 ? 0UL : (ulong)key[0] << 8 | key[key.Length / 2];
    }

    /// <summary>The last eight bytes, or four, or one.</summary>
    static ulong Tail(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(ulong)) return MemoryMarshal.Read<ulong>(key[^sizeof(ulong)..]);
        if (key.Length >= sizeof(uint)) return MemoryMarshal.Read<uint>(key[^sizeof(uint)..]);
        return key.Length == 0 ? 0UL : key[^1];
    }
}
