using System.Buffers;

namespace State;

/// <summary>Where bytes lie in an arena.</summary>
internal readonly record struct ArenaSlice(int Chunk, int Offset, int Length);

/// <summary>
/// Copies of byte strings in a few large pooled arrays that never move, so that spans stay valid until <see cref="Clear"/>. What one
/// transaction needed stays rented for the next, up to a limit.
/// </summary>
internal sealed class ByteArena : IDisposable
{
    /// <summary>A string longer than this gets an array of its own.</summary>
    const int ChunkBytes = 64 * 1024;

    /// <summary>Bytes that an empty arena keeps rented at most: a usual transaction's writes.</summary>
    const int KeptBytes = 8 * 1024 * 1024;

    readonly List<byte[]> _chunks = [];
    int _current = -1;
    int _used;

    /// <summary>Room for so many bytes, with their length.</summary>
    public ArenaSlice Reserve(int length)
    {
        while (_current < 0 || _chunks[_current].Length - _used < length)
        {
            _current++;
            _used = 0;
            if (_current == _chunks.Count) _chunks.Add(ArrayPool<byte>.Shared.Rent(Math.Max(length, ChunkBytes)));
        }
        var slice = new ArenaSlice(_current, _used, length);
        _used += length;
        return slice;
    }

    public Span<byte> this[ArenaSlice slice] => _chunks[slice.Chunk].AsSpan(slice.Offset, slice.Length);

    /// <summary>Forgets all strings.</summary>
    public void Clear()
    {
        var kept = 0;
        var count = 0;
        while (count < _chunks.Count && (kept += _chunks[count].Length) <= KeptBytes) count++;
        Return(count);
        _current = -1;
        _used = 0;
    }

    public void Dispose() => Return(0);

    void Return(int from)
    {
        for (var i = from; i < _chunks.Count; i++) ArrayPool<byte>.Shared.Return(_chunks[i]);
        _chunks.RemoveRange(from, _chunks.Count - from);
    }
}
