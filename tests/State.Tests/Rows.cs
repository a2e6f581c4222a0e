using FsCheck;
using FsCheck.Fluent;

namespace State.Tests;

public class Rows
{
    const byte Prefix = 7;
    const int Operations = 400;

    [Fact]
    public void Linked_rows_are_a_list_for_each_owner() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(50), Prop.ForAll(ArbMap.Default.ArbFor<int>(), RunRows));

    [Fact]
    public void Timers_come_in_the_order_of_their_times() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(50), Prop.ForAll(ArbMap.Default.ArbFor<int>(), RunTimers));

    [Fact]
    public void A_page_is_bounded_and_goes_on_after_its_last_row()
    {
        var rows = new LinkedRows(new MemoryStore(), Prefix);
        var owner = Entries.Bytes("owner");
        for (var i = 0; i < 10; i++) rows.Add(owner, [(byte)i]);
        var page = new RowPage(4);
        var found = new List<byte>();

        for (var more = rows.ReadPage(owner, default, page); more; more = rows.ReadPage(owner, page[page.Count - 1], page))
        {
            page.Count.ShouldBeLessThanOrEqualTo(4);
            for (var i = 0; i < page.Count; i++) found.Add(page[i][0]);
        }

        found.ShouldBe([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }

    [Fact]
    public void A_page_after_a_removed_row_is_refused()
    {
        var rows = new LinkedRows(new MemoryStore(), Prefix);
        rows.Add([1], [1]);
        rows.Add([1], [2]);
        rows.Remove([1], [1]);

        Should.Throw<InvalidOperationException>(() => rows.ReadPage([1], [1], new RowPage(1))).Message.ShouldContain("was removed");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Adding_and_removing_a_row_writes_few_entries_however_many_there_are(int already)
    {
        var store = new MemoryStore();
        using var overlay = new TransactionOverlay(store);
        var rows = new LinkedRows(overlay, Prefix);
        for (var i = 0; i < already; i++) rows.Add([1], BitConverter.GetBytes(i));
        overlay.Apply();

        rows.Add([1], [99]);
        overlay.Changes.Count.ShouldBeLessThanOrEqualTo(3);
        overlay.Drop();
        rows.Remove([1], BitConverter.GetBytes(already / 2)).ShouldBe(already > 0);
        overlay.Changes.Count.ShouldBeLessThanOrEqualTo(4);
    }

    [Fact]
    public void Rows_and_timers_that_are_gone_leave_no_entry()
    {
        var store = new MemoryStore();
        var timers = new TimerIndex(store, Prefix);
        long[] times = [0, 1, 255, 256, 1_705_312_200_000, 1_705_312_200_001, long.MaxValue];
        foreach (var time in times) timers.Set(time, [1]).ShouldBeTrue();

        foreach (var time in times) timers.Remove(time, [1]).ShouldBeTrue();

        store.Statistics.Entries.ShouldBe(0);
    }

    [Fact]
    public void The_entries_of_rows_and_timers_are_as_written_down()
    {
        var store = new MemoryStore();
        var rows = new LinkedRows(store, 1);
        rows.Add(Entries.Bytes("car"), Entries.Bytes("a"));
        rows.Add(Entries.Bytes("car"), Entries.Bytes("bc"));
        new TimerIndex(store, 2).Set(1_705_312_200_000, Entries.Bytes("loan"));

        var lines = Entries.Of(store).Select(entry =>
            $"{Convert.ToHexString(Entries.Bytes(entry.Key))} {Convert.ToHexString(Entries.Bytes(entry.Value))}");

        lines.ShouldBe(File.ReadAllLines("goldens/rows.txt"));
    }

    static void RunRows(int seed)
    {
        var random = new Random(seed);
        var rows = new LinkedRows(new MemoryStore(), Prefix);
        var expected = new Dictionary<byte, List<byte>>();
        var page = new RowPage(1000);
        for (var i = 0; i < Operations; i++)
        {
            var (owner, row) = ((byte)random.Next(3), (byte)random.Next(20));
            if (!expected.TryGetValue(owner, out var list)) expected.Add(owner, list = []);
            if (random.Next(2) == 0)
            {
                rows.Remove([owner], [row]).ShouldBe(list.Remove(row));
            }
            else
            {
                rows.Add([owner], [row]).ShouldBe(!list.Contains(row));
                if (!list.Contains(row)) list.Add(row);
            }
            rows.Count([owner]).ShouldBe(list.Count);
            rows.ReadPage([owner], default, page);
            Enumerable.Range(0, page.Count).Select(index => page[index][0]).ShouldBe(list);
        }
    }

    static void RunTimers(int seed)
    {
        var random = new Random(seed);
        using var overlay = new TransactionOverlay(new MemoryStore());
        var timers = new TimerIndex(overlay, Prefix);
        var expected = new List<(long Due, byte Key)>();
        var page = new TimerPage(5);
        // Times near each other and far apart.
        long[] spans = [10, 1000, 1L << 20, long.MaxValue];
        for (var i = 0; i < Operations; i++)
        {
            var timer = (Due: random.NextInt64(spans[random.Next(4)]), Key: (byte)random.Next(5));
            if (random.Next(3) == 0 && expected.Count > 0)
            {
                timer = expected[random.Next(expected.Count)];
                timers.Remove(timer.Due, [timer.Key]).ShouldBeTrue();
                expected.Remove(timer);
            }
            else
            {
                timers.Set(timer.Due, [timer.Key]).ShouldBe(!expected.Contains(timer));
                if (!expected.Contains(timer)) expected.Add(timer);
            }

            var now = random.NextInt64(spans[random.Next(4)]);
            timers.ReadDue(now, page).ShouldBe(expected.Exists(each => each.Due <= now));
            Enumerable.Range(0, page.Count).Select(index => (page.Due(index), page.Key(index)[0]))
                .ShouldBe(expected.Where(each => each.Due <= now).OrderBy(each => each.Due).Take(5));
            timers.TryNext(out var next).ShouldBe(expected.Count > 0);
            if (expected.Count > 0) next.ShouldBe(expected.Min(each => each.Due));
        }
    }
}
