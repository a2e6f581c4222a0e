using System.Globalization;
using System.Text;
using State;

namespace Streams.Tests;

/// <summary>The rows of a key are what a list of them would be, and cost little, however many there are.</summary>
public class RowLists
{
    const int Seeds = 60;
    const int Operations = 2_000;
    const int Most = 20_000;

    /// <summary>State entries that one call may read or write.</summary>
    const int MostCalls = 12;

    readonly ReusedState state = new();

    [Fact]
    public void Puts_and_removals_at_random_leave_what_a_list_would_hold()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var (store, model) = (new MemoryStore(), new Dictionary<string, List<(string Row, string Payload)>>());
            var rows = new RowList(store, 1);
            var ids = random.Next(1, 120);
            for (var number = 0; number < Operations; number++)
            {
                var (key, row) = ($"key-{random.Next(3)}", $"row-{random.Next(ids)}");
                if (!model.TryGetValue(key, out var list)) model[key] = list = [];
                // Long runs of one kind, so that keys grow and drain.
                if (random.Next(10) < (number / 200 % 2 == 0 ? 7 : 2)) Put(rows, list, key, row, $"payload {number}");
                else Remove(rows, list, key, row);
                if (number % 50 == 0) Read(rows, key).ShouldBe(Enumerable.Reverse(list), $"seed {seed}");
                store.Statistics.Entries.ShouldBeLessThanOrEqualTo(
                    2 * model.Values.Sum(each => each.Count) + model.Count, $"seed {seed}");
            }
            foreach (var (key, list) in model)
                while (list.Count > 0) Remove(rows, list, key, list[random.Next(list.Count)].Row);

            store.Statistics.Entries.ShouldBe(0, $"seed {seed}");
        }
    }

    [Fact]
    public void A_key_whose_oldest_rows_leave_keeps_few_entries()
    {
        const int live = 2_000;
        var rows = new RowList(state, 1);

        for (var number = 0; number < 10 * live; number++)
        {
            rows.Put("k"u8, Id(number), "payload"u8);
            if (number >= live) rows.Remove("k"u8, Id(number - live));
        }

        state.Entries.ShouldBeInRange(live, live + live / RowChunk.Slots + 3);
    }

    [Fact]
    public void However_many_rows_a_key_has_each_call_touches_few_entries()
    {
        var rows = new RowList(state, 1);
        var (random, page) = (new Random(1), new RowChunk());
        for (var number = 0; number < Most; number++) Cost(() => rows.Put("k"u8, Id(number), "payload"u8)).ShouldBeLessThanOrEqualTo(3);

        Cost(() => rows.Put("k"u8, Id(Most / 2), "another"u8)).ShouldBe(1);
        Cost(() => rows.ReadOlder("k"u8, long.MaxValue, page)).ShouldBe(0);
        var order = Enumerable.Range(0, Most).ToArray();
        random.Shuffle(order);
        foreach (var number in order) Cost(() => rows.Remove("k"u8, Id(number))).ShouldBeLessThanOrEqualTo(5);

        state.Entries.ShouldBe(0);
    }

    [Fact]
    public void A_new_row_of_a_key_with_few_writes_two_entries_and_a_changed_one_writes_one()
    {
        var rows = new RowList(state, 1);

        for (var number = 0; number < RowChunk.Slots; number++)
        {
            Cost(() => rows.Put("k"u8, Id(number), "payload"u8)).ShouldBe(2);
            Cost(() => rows.Put("k"u8, Id(number), "another"u8)).ShouldBe(1);
        }
        for (var number = 0; number < RowChunk.Slots; number++) Cost(() => rows.Remove("k"u8, Id(number))).ShouldBe(2);

        state.Entries.ShouldBe(0);
    }

    [Fact]
    public void Entries_of_another_layout_are_refused_with_the_way_out()
    {
        new RowList(state, 1).Put("k"u8, "row"u8, "payload"u8);
        state.Put([1, 1, 0, 1, (byte)'k', .. "row"u8], [1, 0, 0, 0]);

        Should.Throw<InvalidDataException>(() => new RowList(state, 1).TryGet("k"u8, "row"u8, out _))
            .Message.ShouldContain("give the join a new id and replay");
        Should.Throw<InvalidDataException>(() => RowEntry.Read(new byte[22])).Message.ShouldContain("version 0");
    }

    int Cost(Action call)
    {
        state.Forget();
        call();
        state.Calls.ShouldBeLessThanOrEqualTo(MostCalls);
        return state.Writes;
    }

    static void Put(RowList rows, List<(string Row, string Payload)> list, string key, string row, string payload)
    {
        var known = list.FindIndex(each => each.Row == row);
        if (known >= 0) list[known] = (row, payload);
        else list.Add((row, payload));
        rows.Put(Bytes(key), Bytes(row), Bytes(payload));
    }

    static void Remove(RowList rows, List<(string Row, string Payload)> list, string key, string row)
    {
        list.RemoveAll(each => each.Row == row);
        rows.Remove(Bytes(key), Bytes(row));
        rows.TryGet(Bytes(key), Bytes(row), out _).ShouldBeFalse();
        rows.Any(Bytes(key)).ShouldBe(list.Count > 0);
    }

    static List<(string Row, string Payload)> Read(RowList rows, string key)
    {
        List<(string, string)> read = [];
        var (page, before) = (new RowChunk(), long.MaxValue);
        while (rows.ReadOlder(Bytes(key), before, page))
        {
            for (var slot = page.Used - 1; slot >= 0; slot--)
            {
                if (page[slot].IsEmpty) continue;
                rows.TryGet(Bytes(key), page[slot], out var payload).ShouldBeTrue();
                read.Add((Encoding.UTF8.GetString(page[slot]), Encoding.UTF8.GetString(payload)));
            }
            before = RowList.AfterAll(page);
        }
        return read;
    }

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    static byte[] Id(int number) => Bytes(number.ToString(CultureInfo.InvariantCulture));
}
