using KafkaRider;

namespace Streams;

/// <summary>Tells one row what its key has become.</summary>
interface IFanOutTarget
{
    /// <summary>Tells a row. What is kept of it is valid until the next call on the state.</summary>
    void Tell(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, ReadOnlySpan<byte> payload, in SideRecord other, IRecordOutput output);
}

/// <summary>
/// Tells the rows of a key of a change: the first ones at once, the rest in later ticks, so that a key with many rows holds up nobody and
/// no transaction grows without bound. Rows that come meanwhile see the change themselves.
/// </summary>
sealed class FanOut(RowList rows, OtherSide others, JoinTimers timers)
{
    /// <summary>Rows told in one go: some hundred kilobytes of output.</summary>
    internal const int MostAtOnce = 2_000;

    readonly byte[] cursor = new byte[SideRecord.KeyBytes];
    byte[] copy = new byte[512];

    /// <summary>Begins, with the newest row.</summary>
    /// <param name="joinKey">The key.</param>
    /// <param name="other">What it has become; its spans are no spans of the state.</param>
    /// <param name="target">Tells each row.</param>
    /// <param name="output">Where it writes.</param>
    public void Begin(ReadOnlySpan<byte> joinKey, in SideRecord other, IFanOutTarget target, IRecordOutput output) =>
        Tell(joinKey, 0, other, target, output);

    /// <summary>Goes on after a row.</summary>
    public void Continue(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, IFanOutTarget target, IRecordOutput output)
    {
        if (!others.TryGet(joinKey, out var other)) return;
        if (copy.Length < other.Length) copy = new byte[2 * other.Length];
        SideRecord.TryRead(copy.AsSpan(0, other.Write(copy)), out other);
        row.CopyTo(cursor);
        // Gone from the chain, nobody knows any more what came after it: all are told again.
        Tell(joinKey, rows.IsLinked(joinKey, row) ? row.Length : 0, other, target, output);
    }

    void Tell(ReadOnlySpan<byte> joinKey, int length, in SideRecord other, IFanOutTarget target, IRecordOutput output)
    {
        for (var told = 0; told < MostAtOnce; told++)
        {
            if (!rows.Next(joinKey, cursor, ref length, out var payload)) return;
            target.Tell(joinKey, cursor.AsSpan(0, length), payload, other, output);
        }
        timers.Soon(JoinTimer.FanOut, joinKey, cursor.AsSpan(0, length));
    }
}
