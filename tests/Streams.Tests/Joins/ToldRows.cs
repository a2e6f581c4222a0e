using System.Text;
using KafkaRider;
using State;

namespace Streams.Tests;

/// <summary>
/// The rows of one key while it changes: each row hears of a change once, whatever comes in between, and in the end all know the newest.
/// </summary>
sealed class ToldRows : IFanOutTarget, IJoinTimerTarget
{
    static readonly byte[] Key = [.. "k"u8];

    readonly MemoryStore store = new();
    readonly RowList rows;
    readonly OtherSide others;
    readonly JoinTimers timers;
    readonly FanOut fanOut;
    readonly SentRecords output = new();
    readonly Dictionary<string, int> arrived = [];
    readonly Dictionary<string, int> known = [];

    public ToldRows(int mostAtOnce = FanOut.MostAtOnce)
    {
        rows = new RowList(store, 1);
        others = new OtherSide(store, 2);
        timers = new JoinTimers(store, 3);
        fanOut = new FanOut(rows, others, timers, mostAtOnce);
    }

    /// <summary>How often the key has changed.</summary>
    public int Changes { get; private set; }

    /// <summary>How often rows were told.</summary>
    public int Told { get; private set; }

    public IReadOnlyCollection<string> Rows => known.Keys;

    public bool IsOver => rows.Tour(Key) is null;

    /// <summary>The last change that a row knows.</summary>
    public int Knows(string row) => known[row];

    public void Add(string row)
    {
        rows.Put(Key, Encoding.UTF8.GetBytes(row), "payload"u8);
        if (known.TryAdd(row, Changes)) arrived[row] = Changes;
    }

    public void Remove(string row)
    {
        rows.Remove(Key, Encoding.UTF8.GetBytes(row));
        known.Remove(row);
    }

    public void Change()
    {
        Changes++;
        var side = new SideRecord { Kind = SideKind.One, EventTime = Changes, Columns = BitConverter.GetBytes(Changes) };
        var record = new byte[side.Length];
        side.Write(record);
        if (others.Take(Key, side, record, timers, keep: null, now: 0)) fanOut.Begin(Key, side, this, output);
    }

    public void Tick() => timers.Fire(1, this, output);

    void IFanOutTarget.Tell(
        ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, ReadOnlySpan<byte> payload, in SideRecord other, IRecordOutput output)
    {
        Told++;
        var id = Encoding.UTF8.GetString(row);
        other.EventTime.ShouldBe(Changes);
        Encoding.UTF8.GetString(payload).ShouldBe("payload");
        known.ShouldContainKey(id, "only rows that are there are told");
        if (arrived[id] < Changes) known[id].ShouldBeLessThan(Changes, $"{id} hears of change {Changes} twice");
        known[id] = Changes;
        // As a stage does: what is kept of the row changes.
        rows.Put(joinKey, row, "payload"u8);
    }

    void IJoinTimerTarget.Fire(JoinTimer timer, ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, long now, IRecordOutput output)
    {
        timer.ShouldBe(JoinTimer.FanOut);
        fanOut.Continue(joinKey, this, output);
    }
}
