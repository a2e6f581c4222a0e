using System.Buffers.Binary;
using State;

namespace Streams;

/// <summary>
/// What each join key has on the side that rows look up, as it came, and when. Entries: prefix and join key → version byte, changed-at as 8
/// bytes, the <see cref="SideRecord"/>.
/// </summary>
/// <param name="state">The task's state.</param>
/// <param name="prefix">First byte of all its keys: nothing else in the state uses it.</param>
sealed class OtherSide(IKeyedState state, byte prefix)
{
    const byte Version = 1;
    const int FixedBytes = 1 + sizeof(long);

    readonly byte[] key = new byte[1 + SideRecord.KeyBytes];
    byte[] value = new byte[512];

    /// <summary>The newest version, also one that retracts; valid until the next call on the state.</summary>
    public bool TryGet(ReadOnlySpan<byte> joinKey, out SideRecord record)
    {
        record = default;
        if (joinKey.IsEmpty || !state.TryGet(Key(joinKey), out var entry)) return false;
        EntryVersion.Check(entry, Version);
        return SideRecord.TryRead(entry[FixedBytes..], out record);
    }

    /// <summary>Takes a version in unless a newer one is there.</summary>
    /// <param name="joinKey">The key.</param>
    /// <param name="side">The version.</param>
    /// <param name="record">The same as bytes, which are none of the state's.</param>
    /// <param name="timers">Where it is noted that the key may be forgotten one day.</param>
    /// <param name="keep">When; null: never.</param>
    /// <param name="now">Milliseconds since the epoch.</param>
    /// <returns>True when rows have to hear of it: it says something else than the version before.</returns>
    public bool Take(
        ReadOnlySpan<byte> joinKey, in SideRecord side, ReadOnlySpan<byte> record, JoinTimers timers, TimeSpan? keep, long now)
    {
        var isKnown = TryGet(joinKey, out var before);
        if (isKnown && !EventOrder.IsNewer(side, before)) return false;
        var isChanged = isKnown
            ? side.IsRetraction != before.IsRetraction || !side.Columns.SequenceEqual(before.Columns)
            : !side.IsRetraction;
        Replace(joinKey, record, timers, keep, now);
        return isChanged;
    }

    /// <summary>Takes a version in, whatever is there.</summary>
    /// <inheritdoc cref="Take" path="/param"/>
    public void Replace(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> record, JoinTimers timers, TimeSpan? keep, long now)
    {
        var isKnown = TryGet(joinKey, out _);
        Put(joinKey, record, now);
        if (!isKnown && keep is { } duration) timers.After(duration, JoinTimer.KeepOther, joinKey, default, now);
    }

    /// <summary>Forgets a key that did not change for long and that no row looks up; else looks again later.</summary>
    public void Forget(RowList rows, JoinTimers timers, ReadOnlySpan<byte> joinKey, TimeSpan keep, long now)
    {
        if (!state.TryGet(Key(joinKey), out var entry)) return;
        var left = RowStep.KeptFor(BinaryPrimitives.ReadInt64BigEndian(entry[1..]), keep, now);
        if (left <= TimeSpan.Zero && !rows.Any(joinKey)) state.Remove(Key(joinKey));
        else timers.After(left > TimeSpan.Zero ? left : keep, JoinTimer.KeepOther, joinKey, default, now);
    }

    void Put(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> record, long now)
    {
        var length = FixedBytes + record.Length;
        if (value.Length < length) value = new byte[2 * length];
        value[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(1), now);
        record.CopyTo(value.AsSpan(FixedBytes));
        state.Put(Key(joinKey), value.AsSpan(0, length));
    }

    ReadOnlySpan<byte> Key(ReadOnlySpan<byte> joinKey)
    {
        key[0] = prefix;
        joinKey.CopyTo(key.AsSpan(1));
        return key.AsSpan(0, 1 + joinKey.Length);
    }
}
