using System.Text;
using State;

namespace Streams.Tests;

/// <summary>Which records are the first of their id, and what the state keeps of them.</summary>
public class SeeingIds
{
    static readonly TimeSpan Keep = TimeSpan.FromHours(1);
    static readonly SentRecords Nothing = new();

    readonly MemoryStore store = new();
    readonly ManualTime time = new();

    [Fact]
    public void Only_the_first_record_of_an_id_counts_until_its_time_is_over()
    {
        var seen = new SeenIds(store, Keep);

        IsFirst(seen, "a").ShouldBeTrue();
        IsFirst(seen, "a").ShouldBeFalse();
        time.Advance(Keep - TimeSpan.FromMilliseconds(1));
        IsFirst(seen, "a").ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));
        IsFirst(seen, "a").ShouldBeTrue();
        IsFirst(seen, "a").ShouldBeFalse();
    }

    [Fact]
    public void Texts_that_differ_are_other_ids_whatever_their_form()
    {
        var seen = new SeenIds(store, Keep);
        const string uuid = "01890a5d-ac96-774b-bcce-b302099a8057";
        string[] ids =
        [
            "", "a", "A", "a ", uuid, uuid.ToUpperInvariant(), $"{{{uuid[1..^1]}}}", uuid.Replace("-", ""), $"{uuid} ",
            new string('x', 64), new string('x', 65), new string('x', 66), new string('x', 100_000),
        ];

        foreach (var id in ids) IsFirst(seen, id).ShouldBeTrue(id);
        foreach (var id in ids) IsFirst(seen, id).ShouldBeFalse(id);
    }

    [Fact]
    public void The_state_of_an_id_is_small_whatever_its_length()
    {
        var seen = new SeenIds(store, Keep);
        for (var number = 0; number < 100; number++) IsFirst(seen, $"{number}{new string('x', 10_000)}");

        store.Statistics.Entries.ShouldBe(102);
        (store.Statistics.LiveBytes / 100).ShouldBeLessThan(100);
    }

    [Fact]
    public void Ids_are_forgotten_when_their_time_is_over_bit_by_bit()
    {
        var seen = new SeenIds(store, Keep);
        for (var number = 0; number < 1_000; number++) IsFirst(seen, $"{number}");
        time.Advance(TimeSpan.FromMinutes(30));
        IsFirst(seen, "later");

        time.Advance(TimeSpan.FromMinutes(30));
        seen.Tick(time.GetUtcNow(), Nothing).ShouldBeFalse();
        store.Statistics.Entries.ShouldBeInRange(400, 600);
        seen.Tick(time.GetUtcNow(), Nothing).ShouldBeTrue();

        // The later one, and both ends of the queue.
        store.Statistics.Entries.ShouldBe(3);
        time.Advance(TimeSpan.FromMinutes(30));
        seen.Tick(time.GetUtcNow(), Nothing);
        store.Statistics.Entries.ShouldBe(0);
    }

    [Fact]
    public void An_id_that_comes_again_before_it_was_forgotten_is_kept_from_then()
    {
        var seen = new SeenIds(store, Keep);
        foreach (var id in (string[])["a", "b", "c"]) IsFirst(seen, id);
        time.Advance(Keep);

        IsFirst(seen, "a").ShouldBeTrue();
        seen.Tick(time.GetUtcNow(), Nothing);
        IsFirst(seen, "b").ShouldBeTrue();
        time.Advance(Keep - TimeSpan.FromSeconds(1));
        seen.Tick(time.GetUtcNow(), Nothing);

        IsFirst(seen, "a").ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        seen.Tick(time.GetUtcNow(), Nothing);
        store.Statistics.Entries.ShouldBe(0);
    }

    [Fact]
    public void A_shorter_time_holds_for_ids_that_were_seen_before()
    {
        IsFirst(new SeenIds(store, Keep), "a");
        time.Advance(TimeSpan.FromMinutes(1));

        IsFirst(new SeenIds(store, TimeSpan.FromMinutes(2)), "a").ShouldBeFalse();
        IsFirst(new SeenIds(store, TimeSpan.FromMinutes(1)), "a").ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_records_are_what_a_list_of_all_of_them_says(int seed)
    {
        var random = new Random(seed);
        using var overlay = new TransactionOverlay(store);
        var (seen, reference) = (new SeenIds(overlay, Keep), new Dictionary<string, DateTimeOffset>());
        List<string> mistaken = [];
        for (var transaction = 0; transaction < 2_000; transaction++)
        {
            var before = new Dictionary<string, DateTimeOffset>(reference);
            for (var record = random.Next(20); record > 0; record--)
            {
                var id = $"{random.Next(400)}";
                var isFirst = !reference.TryGetValue(id, out var first) || time.GetUtcNow() - first >= Keep;
                if (isFirst) reference[id] = time.GetUtcNow();
                if (IsFirst(seen, id) != isFirst) mistaken.Add(id);
            }
            if (random.Next(4) == 0) seen.Tick(time.GetUtcNow(), Nothing);
            if (random.Next(5) > 0) overlay.Apply();
            else (reference, _) = (before, Drop(overlay));
            if (random.Next(100) == 0) time.Advance(TimeSpan.FromMinutes(random.Next(90)));
            time.Advance(TimeSpan.FromSeconds(random.Next(30)));
        }
        time.Advance(2 * Keep);
        seen.Tick(time.GetUtcNow(), Nothing).ShouldBeTrue();
        overlay.Apply();

        mistaken.ShouldBeEmpty();
        store.Statistics.Entries.ShouldBe(0);
    }

    /// <summary>Without transactions a kill may leave the first of a transaction's changes.</summary>
    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 40)]
    [InlineData(3, 4_000)]
    [InlineData(4, 4_000)]
    public void After_a_part_of_a_transaction_its_records_mend_the_rest(int seed, int ids)
    {
        var (random, seenTwice) = (new Random(seed), new List<string>());
        for (var transaction = 0; transaction < 500; transaction++)
        {
            string[] records = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => $"{random.Next(ids)}")];
            Kill(random, seen => Array.ForEach(records, id => IsFirst(seen, id)));

            seenTwice.AddRange(Again(records));
            if (random.Next(3) == 0) new SeenIds(store, Keep).Tick(time.GetUtcNow(), Nothing);
            time.Advance(TimeSpan.FromMinutes(random.Next(10)));
        }
        time.Advance(2 * Keep);
        new SeenIds(store, Keep).Tick(time.GetUtcNow(), Nothing).ShouldBeTrue();

        seenTwice.ShouldBeEmpty();
        store.Statistics.Entries.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void After_a_part_of_a_transaction_that_forgot_ids_few_stay_and_forgetting_goes_on(int seed)
    {
        var (random, seenTwice) = (new Random(seed), new List<string>());
        for (var transaction = 0; transaction < 2_000; transaction++)
        {
            string[] records = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => $"{random.Next(20_000)}")];
            if (transaction % 20 == 0)
            {
                Kill(random, seen =>
                {
                    if (random.Next(2) == 0) seen.Tick(time.GetUtcNow(), Nothing);
                    Array.ForEach(records, id => IsFirst(seen, id));
                    if (random.Next(2) == 0) seen.Tick(time.GetUtcNow(), Nothing);
                });
            }

            seenTwice.AddRange(Again(records));
            if (random.Next(3) == 0) new SeenIds(store, Keep).Tick(time.GetUtcNow(), Nothing);
            time.Advance(TimeSpan.FromMinutes(random.Next(random.Next(10) == 0 ? 90 : 5)));
        }
        time.Advance(2 * Keep);
        new SeenIds(store, Keep).Tick(time.GetUtcNow(), Nothing).ShouldBeTrue();

        seenTwice.ShouldBeEmpty();
        // For each of a hundred kills as many as a transaction has, of some eight thousand.
        store.Statistics.Entries.ShouldBeLessThan(800);
    }

    [Fact]
    public void Nothing_is_allocated_for_an_id()
    {
        var seen = new SeenIds(new ReusedState(), Keep);
        byte[][] ids =
        [
            .. Enumerable.Range(0, 50).Select(number => Encoding.UTF8.GetBytes($"01890a5d-ac96-774b-bcce-b302099a80{number:D2}")),
            .. Enumerable.Range(0, 50).Select(number => Encoding.UTF8.GetBytes($"{number} {new string('x', number * 10)}")),
        ];
        Round();
        Round();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++) Round();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Round()
        {
            var firsts = 0;
            foreach (var id in ids) firsts += seen.IsFirst(id, time.GetUtcNow().ToUnixTimeMilliseconds()) ? 1 : 0;
            foreach (var id in ids) firsts += seen.IsFirst(id, time.GetUtcNow().ToUnixTimeMilliseconds()) ? 1 : 0;
            if (firsts != ids.Length) throw new InvalidOperationException($"{firsts} first records of {ids.Length} ids");
            time.Advance(Keep);
            if (!seen.Tick(time.GetUtcNow(), Nothing)) throw new InvalidOperationException("ids are left");
        }
    }

    [Fact]
    public void Each_transaction_writes_two_entries_more_than_it_has_new_ids()
    {
        using var overlay = new TransactionOverlay(store);
        var seen = new SeenIds(overlay, Keep);
        for (var transaction = 0; transaction < 3; transaction++)
        {
            for (var number = 0; number < 100; number++) IsFirst(seen, $"{transaction} {number}");

            overlay.Changes.Count.ShouldBeLessThanOrEqualTo(102);
            overlay.Apply();
        }
        time.Advance(Keep);
        seen.Tick(time.GetUtcNow(), Nothing);

        overlay.Changes.Count.ShouldBe(302);
    }

    /// <summary>A transaction of which the first changes are in the changelog.</summary>
    void Kill(Random random, Action<SeenIds> transaction)
    {
        using var killed = new TransactionOverlay(store);
        transaction(new SeenIds(killed, Keep));
        var left = random.Next(killed.Changes.Count + 1);
        foreach (var change in killed.Changes)
        {
            if (left-- <= 0) break;
            if (change.IsRemoved) store.Remove(change.Key);
            else store.Put(change.Key, change.Value);
        }
    }

    /// <summary>Its records come again, and then once more.</summary>
    /// <returns>Those that were not seen then.</returns>
    List<string> Again(string[] records)
    {
        var seen = new SeenIds(store, Keep);
        foreach (var id in records) IsFirst(seen, id);
        return [.. records.Where(id => IsFirst(seen, id))];
    }

    bool IsFirst(SeenIds seen, string id) => seen.IsFirst(Encoding.UTF8.GetBytes(id), time.GetUtcNow().ToUnixTimeMilliseconds());

    static bool Drop(TransactionOverlay overlay)
    {
        overlay.Drop();
        return true;
    }
}
