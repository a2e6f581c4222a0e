using Librdkafka;

namespace Views.Tests;

public sealed class UpsertTests(PostgresFixture postgres)
{
    static readonly byte[][] Events =
    [
        Records.Thing("e1", 1, "a", new { color = "red", size = 1, price = "10.50" }),
        Records.Thing("e2", 2, "a", new { color = "blue", boughtAt = "2026-01-01T00:00:00Z" }),
        Records.Thing("e3", 2, "a", new { color = "green" }),
        Records.Thing("e4", 3, "a", new { size = 4, note = "n", color = (string?)null }),
    ];

    [Fact]
    public async Task A_row_is_the_newest_state_whatever_the_order_and_the_batches()
    {
        var results = new HashSet<string>();

        foreach (var order in Permutations([0, 1, 2, 3]))
        {
            foreach (var firstBatch in new[] { 0, 1, 2, 3 })
            {
                await using var view = await Emptied();
                var records = order.Select(i => Events[i]).ToArray();
                await view.Apply(0, records[..firstBatch]);
                await view.Apply(firstBatch, records[firstBatch..]);
                results.Add(await view.Rows());
            }
        }

        var row = results.ShouldHaveSingleItem();
        row.ShouldContain("\"event_id\": \"e4\"");
        row.ShouldContain("\"size\": 4");
        row.ShouldContain("\"price\": 10.50");
        row.ShouldContain("\"color\": null");
        row.ShouldContain("\"bought_at\": \"2026-01-01T00:00:00+00:00\"");
        row.ShouldContain("""
            "attributes": {"note": "n", "size": 4, "color": null, "price": "10.50", "boughtAt": "2026-01-01T00:00:00Z"}
            """);
    }

    [Fact]
    public async Task Events_of_the_same_moment_are_ordered_by_uuid()
    {
        await using var view = await Emptied();

        await view.Apply(0, Records.Thing("b", 1, "a", new { color = "of b" }));
        await view.Apply(1, Records.Thing("a", 1, "a", new { color = "of a" }));

        (await view.Scalar("SELECT event_id || color FROM view.things")).ShouldBe("bof b");
    }

    [Fact]
    public async Task The_same_event_again_changes_nothing()
    {
        await using var view = await Emptied();
        await view.Apply(0, Events);
        var before = await view.Scalar("SELECT t::text || xmin FROM view.things t");

        await view.Apply(4, Events);
        await view.Apply(8, [.. Events.Reverse(), .. Events]);
        await view.Apply(16, Events[3]);

        (await view.Scalar("SELECT t::text || xmin FROM view.things t")).ShouldBe(before);
        (await view.Next()).ShouldBe(17);
    }

    [Fact]
    public async Task A_late_older_event_leaves_commit_and_accept_time_of_the_newest()
    {
        await using var view = await Emptied();
        await view.Apply(0, Events[3]);
        var before = await view.Scalar("SELECT committed_at::text || accepted_at FROM view.things");

        await view.Apply(1, Events[0]);

        (await view.Scalar("SELECT committed_at::text || accepted_at FROM view.things")).ShouldBe(before);
        (await view.Scalar("SELECT price FROM view.things")).ShouldBe("10.50");
    }

    [Fact]
    public async Task Every_entity_of_the_right_type_becomes_a_row_and_others_are_left_alone()
    {
        await using var view = await Emptied();

        await view.Apply(0, Records.Event("e1", 1, ("Thing", "a", new { color = "red" }), ("Other", "b", new { color = "blue" }),
            ("Thing", "c", new { size = 7 })));

        (await view.Scalar("SELECT string_agg(id, ',' ORDER BY id) FROM view.things")).ShouldBe("a,c");
    }

    [Fact]
    public async Task Two_partitions_with_events_of_the_same_entities_agree()
    {
        await using var view = await Emptied();
        var other = new TopicPartition("things", 1);
        await view.Start(other);
        const int Batches = 20, Entities = 100;

        async Task Run(TopicPartition partition, int parity)
        {
            for (var batch = 0; batch < Batches; batch++)
            {
                var from = (long)batch * Entities;
                var size = batch * 2 + parity;
                var records = Enumerable.Range(0, Entities)
                    .Select(i => Records.Thing($"{parity}-{batch:00}-{i}", size, $"thing-{i}", new { size }));
                var states = (parity == 0 ? records : records.Reverse()).SelectMany(record => view.Reader.Read(record).Entities);
                (await view.Writer.Write(partition, states, from, from + Entities, TestContext.Current.CancellationToken)).ShouldBeTrue();
            }
        }
        await Task.WhenAll(Run(TestView.Partition, 0), Run(other, 1));

        (await view.Scalar("SELECT count(*) || ' ' || min(size) || ' ' || max(size) FROM view.things")).ShouldBe("100 39 39");
    }

    [Fact]
    public async Task Commit_time_is_taken_while_the_transaction_writes()
    {
        await using var view = await Emptied();
        var before = DateTime.Parse(await view.Scalar("SELECT clock_timestamp()::text")).ToUniversalTime();

        await view.Apply(0, Events[0]);

        var committed = DateTime.Parse(await view.Scalar("SELECT committed_at::text FROM view.things")).ToUniversalTime();
        committed.ShouldBeInRange(before, DateTime.Parse(await view.Scalar("SELECT clock_timestamp()::text")).ToUniversalTime());
        (await view.Scalar("SELECT accepted_at::text FROM view.things")).ShouldBe("2026-01-01 00:00:02+00");
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01 00:00:00+00")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31 23:59:59.999999+00")]
    public async Task The_first_and_the_last_moment_are_dates_not_infinity(string attribute, string stored)
    {
        await using var view = await Emptied();

        await view.Apply(0, Records.Thing("e1", 1, "a", new { boughtAt = attribute }));

        (await view.Scalar("SELECT bought_at::text FROM view.things")).ShouldBe(stored);
    }

    async Task<TestView> Emptied()
    {
        var view = shared?.Again() ?? await TestView.Create(postgres);
        shared ??= view.Again();
        await view.Database.Reset(TestContext.Current.CancellationToken);
        await view.Start();
        return view;
    }

    TestView? shared;

    static IEnumerable<int[]> Permutations(int[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany((item, i) => Permutations([.. items[..i], .. items[(i + 1)..]]).Select(rest => (int[])[item, .. rest]));
}
