using System.Buffers;

namespace Streams;

/// <summary>A key as it is written, to be compared with another one.</summary>
readonly ref struct JsonKey(ReadOnlySpan<byte> bytes, bool isEscaped)
{
    public readonly ReadOnlySpan<byte> Bytes = bytes;

    public readonly bool IsEscaped = isEscaped;

    /// <summary>Whether both are the same text, however it is escaped. Half a surrogate pair is like nothing but its own bytes.</summary>
    public bool IsSameAs(JsonKey other)
    {
        if (Bytes.SequenceEqual(other.Bytes)) return true;
        if (!IsEscaped && !other.IsEscaped) return false;
        var texts = ArrayPool<byte>.Shared.Rent(Bytes.Length + other.Bytes.Length);
        var second = texts.AsSpan(Bytes.Length);
        var areSame = JsonEscapes.TryUnescape(Bytes, texts, out var length, out _)
            && JsonEscapes.TryUnescape(other.Bytes, second, out var otherLength, out _)
            && texts.AsSpan(0, length).SequenceEqual(second[..otherLength]);
        ArrayPool<byte>.Shared.Return(texts);
        return areSame;
    }
}
