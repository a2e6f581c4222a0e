using System.Numerics;
using System.Text;

namespace Streams;

/// <summary>Finds which needed column a JSON key names; most keys fall out by their length.</summary>
sealed class FieldKeys
{
    /// <summary>Six bytes of escape for each byte of the longest name: longer keys are no column.</summary>
    const int LongestEscapedKey = 6 * 16;

    readonly byte[][] names = [.. FieldNames.All.Select(Encoding.UTF8.GetBytes)];
    readonly uint[] byLength;

    /// <param name="needed">Columns to find; the operation and table columns are always found.</param>
    public FieldKeys(IEnumerable<Field> needed)
    {
        byLength = new uint[names.Max(name => name.Length) + 1];
        foreach (var field in needed.Append(Field.Operation).Append(Field.Table))
            byLength[names[(int)field].Length] |= 1u << (int)field;
    }

    /// <summary>The column's number, or -1.</summary>
    public int Find(ReadOnlySpan<byte> key, bool escaped)
    {
        if (!escaped) return Find(key);
        if (key.Length > LongestEscapedKey) return -1;
        Span<byte> text = stackalloc byte[LongestEscapedKey];
        return JsonEscapes.TryUnescape(key, text, out var written, out _) ? Find(text[..written]) : -1;
    }

    int Find(ReadOnlySpan<byte> key)
    {
        if (key.Length >= byLength.Length) return -1;
        for (var candidates = byLength[key.Length]; candidates != 0; candidates &= candidates - 1)
        {
            var field = BitOperations.TrailingZeroCount(candidates);
            if (key.SequenceEqual(names[field])) return field;
        }
        return -1;
    }
}
