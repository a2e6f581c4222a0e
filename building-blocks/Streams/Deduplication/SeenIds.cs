using KafkaRider;
using State;

namespace Streams;

/// <summary>
/// The ids that the records of one partition had, each for a while after its first record. They are a queue, oldest first, linked through
/// their entries: a new id writes its own entry, and in each transaction one or two more; one that is forgotten removes its own.
/// </summary>
/// <remarks>
/// What is a duplicate is decided by an id's own time. Its place in the queue only decides when its entry is removed: an id that comes
/// again after its time, before its entry was removed, keeps its place until it is the oldest, and then goes to the end.
/// </remarks>
/// <param name="state">The task's state.</param>
/// <param name="keep">How long after an id's first record others are duplicates.</param>
public sealed class SeenIds(IKeyedState state, TimeSpan keep) : ITaskState
{
    /// <summary>Ids that one tick forgets at most, so that batches come in between.</summary>
    const int MostPerTick = 512;

    readonly long keep = (long)keep.TotalMilliseconds;
    readonly SeenQueue queue = new(state);
    readonly byte[] key = new byte[SeenKey.MostBytes];
    readonly byte[] mark = new byte[SeenMark.MostBytes];

    /// <summary>Whether a record is the first of its id, and then marks it.</summary>
    /// <param name="id">The id, UTF-8.</param>
    /// <param name="now">Milliseconds since the epoch.</param>
    /// <returns>False: it is a duplicate of one that came less than <c>keep</c> ago.</returns>
    public bool IsFirst(ReadOnlySpan<byte> id, long now)
    {
        var own = key.AsSpan(0, SeenKey.Write(id, key));
        if (!state.TryGet(own, out var value))
        {
            queue.Add(own, now);
            return true;
        }
        var seen = SeenMark.Read(value);
        if (now - seen.Time < keep) return false;
        var length = new SeenMark { Time = now, IsRenewed = true, Next = seen.Next }.Write(mark);
        state.Put(own, mark.AsSpan(0, length));
        return true;
    }

    /// <inheritdoc/>
    public bool Tick(DateTimeOffset now, IRecordOutput output)
    {
        var due = now.ToUnixTimeMilliseconds() - keep;
        for (var count = 0; count < MostPerTick; count++)
            if (!queue.TryForget(due)) return true;
        return false;
    }
}
