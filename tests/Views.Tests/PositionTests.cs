using Librdkafka;
using Npgsql;

namespace Views.Tests;

public sealed class PositionTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_new_view_starts_at_the_beginning_of_the_log()
    {
        await using var view = await TestView.Create(postgres);

        (await view.Start(low: 7, high: 90)).ShouldBe(7);
        (await view.Start(low: 9, high: 90).ShouldThrowAsync<WrongPositionException>()).Message.ShouldContain("the log holds 9 to 90");
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_view_is()
    {
        await using var view = await TestView.Create(postgres);
        await view.Start();
        await view.Apply(0, Records.Thing("e1", 1, "a", new { }), Records.Thing("e2", 2, "b", new { }));

        await using var again = view.Again();

        (await again.Start()).ShouldBe(2);
    }

    [Fact]
    public async Task An_old_owner_changes_nothing()
    {
        await using var view = await TestView.Create(postgres);
        await view.Start();
        await view.Apply(0, Records.Thing("e1", 1, "a", new { color = "red" }), Records.Thing("e2", 1, "b", new { }));

        var states = view.Reader.Read(Records.Thing("e3", 9, "a", new { color = "blue" })).Entities;
        var moved = await view.Writer.Write(TestView.Partition, states, from: 1, to: 2, TestContext.Current.CancellationToken);

        moved.ShouldBeFalse();
        (await view.Next()).ShouldBe(2);
        (await view.Scalar("SELECT color FROM view.things WHERE id = 'a'")).ShouldBe("red");
    }

    [Fact]
    public async Task A_batch_that_another_owner_has_begun_is_finished_from_its_position()
    {
        await using var view = await TestView.Create(postgres);
        await view.Start();
        var records = Records.Things(6);
        await view.Apply(0, records[..3]);

        await using var behind = view.Again();
        var position = await behind.Position(0, records);

        position.ShouldBe(6);
        (await view.Scalar("SELECT count(*) FROM view.things")).ShouldBe("6");
    }

    [Fact]
    public async Task A_batch_that_another_owner_has_passed_is_left_alone()
    {
        await using var view = await TestView.Create(postgres);
        await view.Start();
        await view.Apply(0, Records.Things(3));

        (await view.Position(0, Records.Thing("e1", 1, "z", new { }))).ShouldBe(3);

        (await view.Scalar("SELECT count(*) FROM view.things WHERE id = 'z'")).ShouldBe("0");
    }

    [Fact]
    public async Task Two_owners_at_once_apply_each_record_once()
    {
        await using var view = await TestView.Create(postgres);
        await view.Start();
        await using var other = view.Again();
        const int Count = 60;
        var records = Records.Things(Count);

        async Task Run(TestView owner, int step)
        {
            for (long at = 0; at < Count;)
            {
                at = await owner.Position(at, records[(int)at..(int)Math.Min(at + step, Count)]);
            }
        }
        await Task.WhenAll(Run(view, 3), Run(other, 7));

        (await view.Next()).ShouldBe(Count);
        (await view.Scalar("SELECT count(*) FROM view.things")).ShouldBe($"{Count}");
    }

    [Fact]
    public async Task A_view_that_is_reset_while_it_is_written_is_read_again()
    {
        await using var view = await TestView.Create(postgres);
        await view.Start();
        await view.Apply(0, Records.Thing("e1", 1, "a", new { }));
        await view.Database.Reset(TestContext.Current.CancellationToken);

        await view.Position(1, Records.Thing("e2", 2, "b", new { })).ShouldThrowAsync<KafkaRider.RestartPartitionException>();
        (await view.Rows()).ShouldBe("");

        (await view.Start()).ShouldBe(0);
        await view.Apply(0, Records.Thing("e1", 1, "a", new { }), Records.Thing("e2", 2, "b", new { }));
        (await view.Scalar("SELECT count(*) FROM view.things")).ShouldBe("2");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reset_waits_for_a_batch_that_is_being_written()
    {
        var token = TestContext.Current.CancellationToken;
        await using var view = await TestView.Create(postgres);
        await view.Start();
        await view.Apply(0, Records.Thing("e1", 1, "a", new { }));
        await using var writing = new NpgsqlConnection(view.ConnectionString);
        await writing.OpenAsync(token);
        await using var transaction = await writing.BeginTransactionAsync(token);
        await new NpgsqlCommand("UPDATE view.offsets SET next = 2", writing).ExecuteNonQueryAsync(token);

        var reset = view.Database.Reset(token);
        const string waiting = """
            SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;
        while (await view.Scalar(waiting) == "0") await Task.Delay(20, token);
        await new NpgsqlCommand("UPDATE view.things SET size = 2", writing).ExecuteNonQueryAsync(token);
        await transaction.CommitAsync(token);

        await reset;
        (await view.Rows()).ShouldBe("");
    }

    [Fact]
    public async Task Another_cluster_is_an_error_that_names_the_way_out()
    {
        await using var view = await TestView.Create(postgres);
        await view.Start();
        await view.Apply(0, Records.Thing("e1", 1, "a", new { }));

        var error = await view.Start(cluster: "cluster-2").ShouldThrowAsync<WrongPositionException>();
        error.Message.ShouldContain("another Kafka cluster than 'cluster-2'");
        error.Message.ShouldContain($"'{ViewReset.Command}'");
        await view.Start(new TopicPartition("things", 5), cluster: "cluster-2").ShouldThrowAsync<WrongPositionException>();
        (await view.Next()).ShouldBe(1);

        await ViewReset.Run(TestView.Table, view.ConnectionString, "view", TestContext.Current.CancellationToken);
        await ViewReset.Run(TestView.Table, view.ConnectionString, "view", TestContext.Current.CancellationToken);

        (await view.Start(low: 4, cluster: "cluster-2")).ShouldBe(4);
        (await view.Rows()).ShouldBe("");
    }

    [Theory]
    [InlineData(2, 9, "records that it had not read were removed")]
    [InlineData(0, 0, "the log was cut or made anew")]
    public async Task A_position_outside_the_log_is_an_error(long low, long high, string why)
    {
        await using var view = await TestView.Create(postgres);
        await view.Start();
        await view.Apply(0, Records.Thing("e1", 1, "a", new { }));

        var error = await view.Start(low, high).ShouldThrowAsync<WrongPositionException>();

        error.Message.ShouldContain($"next offset of things[0] is 1, but the log holds {low} to {high}: {why}");
        (await view.Next()).ShouldBe(1);
    }

    [Fact]
    public async Task With_reset_on_a_new_cluster_the_view_is_emptied_once_and_read_anew()
    {
        await using var view = await TestView.Create(postgres);
        TopicPartition[] partitions = [new("things", 0), new("things", 1), new("things", 2)];
        foreach (var partition in partitions) await view.Start(partition);
        await view.Apply(0, Records.Thing("e1", 1, "a", new { }));

        await using var forgetful = view.Again(resetOnNewCluster: true);
        (await Task.WhenAll(partitions.Select(partition => forgetful.Start(partition, cluster: "cluster-2")))).ShouldBe([0, 0, 0]);

        (await view.Rows()).ShouldBe("");
        (await view.Scalar("SELECT string_agg(DISTINCT cluster_id, ',') FROM view.offsets")).ShouldBe("cluster-2");
    }

    [Fact]
    public async Task Many_starts_at_once_make_the_schema_once()
    {
        await using var view = await TestView.Create(postgres);
        var starts = Enumerable.Range(0, 12).Select(_ => view.Again()).ToList();

        var positions = await Task.WhenAll(starts.Select(start => start.Start()));

        positions.ShouldAllBe(position => position == 0);
        foreach (var start in starts) await start.DisposeAsync();
    }

    [Fact]
    public async Task With_reset_on_a_new_cluster_a_log_that_was_made_anew_resets_but_lost_records_do_not()
    {
        await using var view = await TestView.Create(postgres);
        await view.Start();
        await view.Apply(0, Records.Thing("e1", 1, "a", new { }), Records.Thing("e2", 2, "b", new { }));
        await using var forgetful = view.Again(resetOnNewCluster: true);

        await forgetful.Start(low: 3, high: 9).ShouldThrowAsync<WrongPositionException>();
        (await view.Scalar("SELECT count(*) FROM view.things")).ShouldBe("2");

        (await forgetful.Start(low: 0, high: 1)).ShouldBe(0);
        (await view.Rows()).ShouldBe("");
    }
}
