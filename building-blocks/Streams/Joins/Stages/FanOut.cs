using KafkaRider;

namespace Streams;

/// <summary>Tells one row what its key has become.</summary>
interface IFanOutTarget
{
    /// <summary>Tells a row. What is kept of it is valid until the next call on the state. No rows are added or removed.</summary>
    void Tell(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, ReadOnlySpan<byte> payload, in SideRecord other, IRecordOutput output);
}

/// <summary>
/// Tells the rows of a key of a change: the newest ones at once, the rest in later ticks, so that a key with many rows holds up nobody and
/// no transaction grows without bound. Rows that come meanwhile see the change themselves. Each row hears of a change once; of several
/// changes that come while rows are told it may hear only the last.
/// </summary>
sealed class FanOut(RowList rows, OtherSide others, JoinTimers timers, int mostAtOnce = FanOut.MostAtOnce)
{
    /// <summary>Rows told in one go: some hundred kilobytes of output.</summary>
    internal const int MostAtOnce = 2_000;

    readonly RowChunk page = new();
    byte[] copy = new byte[512];

    /// <summary>Begins, or notes for what is under way that there is something new to tell.</summary>
    /// <param name="joinKey">The key.</param>
    /// <param name="other">What it has become; its spans are no spans of the state.</param>
    /// <param name="target">Tells each row.</param>
    /// <param name="output">Where it writes.</param>
    public void Begin(ReadOnlySpan<byte> joinKey, in SideRecord other, IFanOutTarget target, IRecordOutput output)
    {
        if (rows.Tour(joinKey) is { } tour) rows.SetTour(joinKey, tour.Again());
        else Tell(joinKey, RowTour.Whole, other, target, output);
    }

    /// <summary>Goes on where it stopped.</summary>
    public void Continue(ReadOnlySpan<byte> joinKey, IFanOutTarget target, IRecordOutput output)
    {
        if (rows.Tour(joinKey) is not { } tour || !others.TryGet(joinKey, out var other)) return;
        if (copy.Length < other.Length) copy = new byte[2 * other.Length];
        SideRecord.TryRead(copy.AsSpan(0, other.Write(copy)), out other);
        if (Tell(joinKey, tour, other, target, output)) rows.SetTour(joinKey, null);
    }

    /// <returns>True when all are told; else the rest is left to a timer.</returns>
    bool Tell(ReadOnlySpan<byte> joinKey, RowTour tour, in SideRecord other, IFanOutTarget target, IRecordOutput output)
    {
        var left = mostAtOnce;
        while (true)
        {
            while (tour.Before > tour.Floor && rows.ReadOlder(joinKey, tour.Before, page))
            {
                tour = tour with { Before = Tell(joinKey, tour, ref left, other, target, output) };
                if (left > 0 || tour.IsOver) continue;
                rows.SetTour(joinKey, tour);
                timers.Soon(JoinTimer.FanOut, joinKey);
                return false;
            }
            if (!tour.GoesRound) return true;
            tour = tour.Around();
        }
    }

    /// <summary>Tells the rows of the page that are in the tour.</summary>
    /// <returns>Before which row to go on.</returns>
    long Tell(ReadOnlySpan<byte> joinKey, RowTour tour, ref int left, in SideRecord other, IFanOutTarget target, IRecordOutput output)
    {
        var first = page.Number * RowChunk.Slots;
        for (var slot = page.Used - 1; slot >= 0; slot--)
        {
            var row = page[slot];
            if (row.IsEmpty || first + slot >= tour.Before || first + slot < tour.Floor) continue;
            if (left == 0) return first + slot + 1;
            rows.TryGet(joinKey, row, out var payload);
            target.Tell(joinKey, row, payload, other, output);
            left--;
        }
        return RowList.AfterAll(page);
    }
}
