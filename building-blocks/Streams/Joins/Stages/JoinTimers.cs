using System.Buffers.Binary;
using KafkaRider;
using State;

namespace Streams;

/// <summary>What a join's timer is for; the numbers are written to disk and never change.</summary>
enum JoinTimer : byte
{
    /// <summary>A row has waited long enough for the other side.</summary>
    Wait = 1,

    /// <summary>A row may be forgotten.</summary>
    KeepRow = 2,

    /// <summary>What rows look up may be forgotten.</summary>
    KeepOther = 3,

    /// <summary>More rows of a key are to hear of a change.</summary>
    FanOut = 4,
}

/// <summary>Does what is due.</summary>
interface IJoinTimerTarget
{
    /// <summary>One timer is due, and gone. The spans are valid during the call.</summary>
    void Fire(JoinTimer timer, ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, long now, IRecordOutput output);
}

/// <summary>
/// The timers of a join's task. Times are rounded up to a 64th of the duration, so that timers near each other share the entries of their
/// time; a timer is never early.
/// </summary>
/// <param name="state">The task's state.</param>
/// <param name="prefix">First byte of all its keys: nothing else in the state uses it.</param>
sealed class JoinTimers(IKeyedState state, byte prefix)
{
    /// <summary>Timers that one tick fires at most, so that batches come in between.</summary>
    const int MostPerTick = 512;

    const int Coarseness = 64;

    readonly TimerIndex index = new(state, prefix);
    readonly TimerPage page = new(MostPerTick);
    readonly byte[] key = new byte[1 + sizeof(ushort) + 2 * SideRecord.KeyBytes];

    /// <summary>Sets a timer for after a duration; the same one again is one timer.</summary>
    public void After(TimeSpan duration, JoinTimer timer, ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, long now)
    {
        var milliseconds = (long)duration.TotalMilliseconds;
        var step = Math.Max(1, milliseconds / Coarseness);
        Set((now + milliseconds + step - 1) / step * step, timer, joinKey, row);
    }

    /// <summary>Sets a timer that is due at the next tick.</summary>
    public void Soon(JoinTimer timer, ReadOnlySpan<byte> joinKey) => Set(0, timer, joinKey, default);

    /// <summary>Fires what is due.</summary>
    /// <returns>False when more is due.</returns>
    public bool Fire(long now, IJoinTimerTarget target, IRecordOutput output)
    {
        if (!index.ReadDue(now, page)) return true;
        for (var number = 0; number < page.Count; number++)
        {
            var due = page.Key(number);
            index.Remove(page.Due(number), due);
            var length = BinaryPrimitives.ReadUInt16BigEndian(due[1..]);
            var rest = due[(1 + sizeof(ushort))..];
            target.Fire((JoinTimer)due[0], rest[..length], rest[length..], now, output);
        }
        return page.Count < MostPerTick;
    }

    void Set(long due, JoinTimer timer, ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row)
    {
        key[0] = (byte)timer;
        BinaryPrimitives.WriteUInt16BigEndian(key.AsSpan(1), (ushort)joinKey.Length);
        joinKey.CopyTo(key.AsSpan(1 + sizeof(ushort)));
        row.CopyTo(key.AsSpan(1 + sizeof(ushort) + joinKey.Length));
        index.Set(due, key.AsSpan(0, 1 + sizeof(ushort) + joinKey.Length + row.Length));
    }
}
