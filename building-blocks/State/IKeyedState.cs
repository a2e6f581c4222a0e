namespace State;

/// <summary>
/// Reads and writes of one owner's keys: the store itself, or a transaction's overlay over it. Used by one thread at a time, its owner's:
/// nothing here locks. Lengths are checked against <see cref="StoreLimits"/>; a wrong one throws <see cref="ArgumentException"/>.
/// </summary>
public interface IKeyedState
{
    /// <summary>The value of a key. The span is valid until the next call on this state or on the store below it.</summary>
    /// <returns>False when the key has no value; an empty value is one.</returns>
    bool TryGet(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value);

    /// <summary>Sets the value of a key. Both are copied; <paramref name="value"/> may be a span that <see cref="TryGet"/> gave.</summary>
    void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Forgets a key; nothing happens when it has no value.</summary>
    void Remove(ReadOnlySpan<byte> key);
}
