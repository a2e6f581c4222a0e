using System.Globalization;
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

public class FanOuts
{
    const int Many = 25_000;

    [Fact]
    public void Rows_of_a_large_key_hear_once_while_rows_come_and_go()
    {
        var told = new ToldRows();
        var random = new Random(1);
        for (var number = 0; number < Many; number++) told.Add(Id(number));

        told.Change();
        told.Told.ShouldBe(FanOut.MostAtOnce);
        var ticks = 0;
        for (var next = Many; !told.IsOver; ticks++)
        {
            for (var number = 0; number < 300; number++) told.Remove(Id(random.Next(next)));
            // The rows that were told last and those that come next, too.
            for (var number = -40; number < 40; number++) told.Remove(Id(Many - FanOut.MostAtOnce * (ticks + 1) + number));
            for (var number = 0; number < 100; number++) told.Add(Id(next++));
            var before = told.Told;
            told.Tick();
            (told.Told - before).ShouldBeLessThanOrEqualTo(FanOut.MostAtOnce);
        }

        ticks.ShouldBeLessThanOrEqualTo(Many / FanOut.MostAtOnce);
        told.Rows.ShouldAllBe(row => told.Knows(row) == 1);
    }

    [Fact]
    public void A_change_while_an_earlier_one_is_told_reaches_every_row()
    {
        var told = new ToldRows();
        for (var number = 0; number < Many; number++) told.Add(Id(number));

        told.Change();
        for (var ticks = 0; ticks < 5; ticks++) told.Tick();
        told.Change();
        told.Told.ShouldBe(6 * FanOut.MostAtOnce, "what is under way takes it along");
        while (!told.IsOver) told.Tick();

        told.Rows.ShouldAllBe(row => told.Knows(row) == 2);
        told.Told.ShouldBe(Many + 6 * FanOut.MostAtOnce);
    }

    [Fact]
    public void A_key_that_changes_all_the_time_gets_round_to_all_its_rows()
    {
        var told = new ToldRows();
        for (var number = 0; number < Many; number++) told.Add(Id(number));
        told.Change();

        for (var ticks = 0; ticks < 2 * Many / FanOut.MostAtOnce; ticks++)
        {
            told.Change();
            told.Tick();
        }

        told.Rows.ShouldAllBe(row => told.Knows(row) >= told.Changes - Many / FanOut.MostAtOnce - 1);
    }

    [Fact]
    public void A_key_whose_rows_are_all_told_at_once_keeps_nothing_of_it()
    {
        var told = new ToldRows(mostAtOnce: 32);
        for (var number = 0; number < 32; number++) told.Add(Id(number));

        told.Change();

        told.IsOver.ShouldBeTrue();
        told.Told.ShouldBe(32);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public void Changes_at_random_between_pieces_are_heard_once_and_all_know_the_newest(int mostAtOnce)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var told = new ToldRows(mostAtOnce);
            var ids = random.Next(1, 150);
            for (var number = 0; number < 1_500; number++)
            {
                // Keys grow for a while, then shrink.
                var isGrowing = number / 300 % 2 == 0;
                switch (random.Next(10))
                {
                    case 0:
                        told.Change();
                        break;
                    case 1 or 2:
                        told.Tick();
                        break;
                    default:
                        if (random.Next(10) < (isGrowing ? 8 : 2)) told.Add(Id(random.Next(ids)));
                        else told.Remove(Id(random.Next(ids)));
                        break;
                }
            }
            for (var ticks = 0; !told.IsOver; ticks++)
            {
                ticks.ShouldBeLessThanOrEqualTo(2 * ids / mostAtOnce + 2, $"seed {seed}");
                told.Tick();
            }
            told.Rows.ShouldAllBe(row => told.Knows(row) == told.Changes, $"seed {seed}");
        }
    }

    static string Id(int number) => number.ToString(CultureInfo.InvariantCulture);
}
