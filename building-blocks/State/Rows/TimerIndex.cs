using System.Buffers.Binary;

namespace State;

/// <summary>
/// Which key is due when, as entries of a keyed state: the keys of one time are rows linked under it, the times are a tree of eight
/// levels. Setting a timer touches at most three entries, removing one four, and for the first or last timer of a time those levels of the
/// tree that it alone uses: one or two as a rule, when times are near each other. Coarser times make fewer entries.
/// </summary>
/// <param name="state">Where the entries are: an overlay while a transaction is open.</param>
/// <param name="prefix">First byte of all its keys: nothing else in the state uses it.</param>
public sealed class TimerIndex(IKeyedState state, byte prefix)
{
    readonly LinkedRows _rows = new(state, prefix);
    readonly DueTimes _times = new(state, prefix);

    /// <summary>Adds a timer. A key may have several, at different times.</summary>
    /// <param name="due">In any unit, not negative: milliseconds since the epoch as a rule.</param>
    /// <param name="key">Whose timer it is.</param>
    /// <returns>False when it was set already.</returns>
    public bool Set(long due, ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(due);
        Span<byte> owner = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(owner, due);
        if (!_rows.Add(owner, key)) return false;
        if (_rows.Count(owner) == 1) _times.Add(due);
        return true;
    }

    /// <summary>Removes a timer.</summary>
    /// <returns>False when it was not set.</returns>
    public bool Remove(long due, ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(due);
        Span<byte> owner = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(owner, due);
        if (!_rows.Remove(owner, key)) return false;
        if (_rows.Count(owner) == 0) _times.Remove(due);
        return true;
    }

    /// <summary>The earliest time at which a timer is due.</summary>
    /// <returns>False when there is no timer.</returns>
    public bool TryNext(out long due) => _times.TryFirst(0, out due);

    /// <summary>
    /// Fills a page with the timers due at <paramref name="now"/> or before, by time, then in the order they were set. They stay until
    /// removed: remove those of a page, then read the next.
    /// </summary>
    /// <returns>True when the page holds any timer.</returns>
    public bool ReadDue(long now, TimerPage page)
    {
        page.Rows.Clear();
        Span<byte> owner = stackalloc byte[sizeof(long)];
        var from = 0L;
        while (!page.Rows.IsFull && _times.TryFirst(from, out var due) && due <= now)
        {
            BinaryPrimitives.WriteInt64BigEndian(owner, due);
            var first = page.Count;
            _rows.AddTo(owner, default, page.Rows);
            page.SetDue(first, due);
            if (due == long.MaxValue) break;
            from = due + 1;
        }
        return page.Count > 0;
    }
}
