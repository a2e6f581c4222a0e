using State;

namespace Streams;

/// <summary>
/// Ids with the time of each, oldest first: an entry of the state for each, which names the next one, and one entry each that names the
/// oldest and the newest of all.
/// </summary>
/// <remarks>
/// Without transactions a kill may leave part of a transaction's changes: the first ones, by the order of first writes, with the last
/// values. Their records come again then. So what leads to an id is written before its entry: the newest id, or one that another names, may
/// have no entry, and its record mends that. A few entries may stay for ever, those whose removal is missing: that costs their bytes.
/// </remarks>
sealed class SeenQueue(IKeyedState state)
{
    // Not among the forms of SeenKey.
    static readonly byte[] OldestKey = [4];
    static readonly byte[] NewestKey = [5];

    readonly byte[] mark = new byte[SeenMark.MostBytes];
    readonly byte[] first = new byte[SeenKey.MostBytes];
    readonly byte[] last = new byte[SeenKey.MostBytes];

    /// <summary>Adds an id that has no entry, or one out of the queue, at the end.</summary>
    /// <param name="id">Its key.</param>
    /// <param name="time">Its time.</param>
    public void Add(ReadOnlySpan<byte> id, long time)
    {
        // The newest one is in the open transaction as a rule, the oldest on disk.
        if (!TryEnd(NewestKey, last, out var newest)) Put(OldestKey, new SeenMark { Next = id });
        else if (state.TryGet(newest, out var value))
        {
            var seen = SeenMark.Read(value);
            Put(newest, new SeenMark { Time = seen.Time, IsRenewed = seen.IsRenewed, Next = id });
        }
        Put(NewestKey, new SeenMark { Next = id });
        Put(id, new SeenMark { Time = time });
    }

    /// <summary>Forgets the oldest id if its time is not after another; one that was renewed goes to the end in its place.</summary>
    /// <returns>False when neither.</returns>
    public bool TryForget(long due)
    {
        if (!TryEnd(OldestKey, first, out var oldest)) return false;
        if (!state.TryGet(oldest, out var value)) return TrySkipToNewest();
        var seen = SeenMark.Read(value);
        var (time, isDue) = (seen.Time, seen.Time <= due);
        if (!isDue && !seen.IsRenewed) return false;

        if (seen.Next.IsEmpty)
        {
            state.Remove(NewestKey);
            state.Remove(OldestKey);
        }
        else
        {
            Put(OldestKey, new SeenMark { Next = seen.Next });
        }
        if (isDue) state.Remove(oldest);
        else Add(oldest, time);
        return true;
    }

    /// <summary>What a kill left leads nowhere: the ids between stay, and those that come from now on do not.</summary>
    bool TrySkipToNewest()
    {
        if (!TryEnd(NewestKey, last, out var newest) || !state.TryGet(newest, out _)) return false;
        Put(OldestKey, new SeenMark { Next = newest });
        return true;
    }

    bool TryEnd(ReadOnlySpan<byte> key, byte[] buffer, out ReadOnlySpan<byte> id)
    {
        id = default;
        if (!state.TryGet(key, out var value)) return false;
        var next = SeenMark.Read(value).Next;
        next.CopyTo(buffer);
        id = buffer.AsSpan(0, next.Length);
        return true;
    }

    void Put(ReadOnlySpan<byte> id, in SeenMark seen) => state.Put(id, mark.AsSpan(0, seen.Write(mark)));
}
