using System.Text;
using System.Text.Json.Nodes;
using Librdkafka;

namespace Cli.Tests;

public sealed class PreviewFiltersTests(RealBroker kafka) : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly FilterCommand _command = new();
    readonly string _topic = $"preview-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";

    [Fact]
    public async Task The_newest_records_are_counted_by_outcome_with_examples()
    {
        using var cluster = MockCluster.Start();
        cluster.CreateTopic(_topic, partitions: 3);
        Dictionary<string, string> connection = new() { ["bootstrap.servers"] = cluster.BootstrapServers };
        Fill(connection);

        await PreviewsTheNewest(cluster.BootstrapServers);
    }

    [Fact]
    public async Task On_a_real_broker_transaction_markers_and_aborted_records_do_not_count()
    {
        var servers = await kafka.Servers();
        Dictionary<string, string> connection = new() { ["bootstrap.servers"] = servers };
        using (var admin = Admin.Create(connection))
            await admin.CreateTopics([new NewTopic(_topic, 3, 1)], TestContext.Current.CancellationToken);
        Fill(connection, transactional: true);

        await PreviewsTheNewest(servers);
        using var after = Admin.Create(connection);
        (await after.Groups(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_and_a_pipeline_of_several_topics_are_told()
    {
        using var cluster = MockCluster.Start();
        var path = _command.Pipeline("p.yaml", "{ field: id, operator: isNull }");
        var several = _command.File("several.yaml", """
            sources: [{ id: a, topic: ta }, { id: b, topic: tb }]
            filters:
              - { id: x, source: a, name: x, consumerId: c, outputTopic: o, enabled: true, conditions: [{ field: id, operator: isNull }] }
              - { id: y, source: b, name: x, consumerId: c, outputTopic: o, enabled: true, conditions: [{ field: id, operator: isNull }] }
            """);

        string[] kafka = ["--kafka", cluster.BootstrapServers];
        await FilterCommand.Run(ExitCode.WrongUse, ["preview", several, .. kafka]);
        cluster.FailTopic("missing", ErrorCode.UnknownTopicOrPartition);
        var (_, error) = await FilterCommand.Run(ExitCode.Failed, ["preview", path, .. kafka, "--topic", "missing"]);
        error.ShouldContain("missing");
    }

    [Fact]
    public async Task Two_versions_are_compared_by_the_records_of_a_topic()
    {
        using var cluster = MockCluster.Start();
        cluster.CreateTopic(_topic, partitions: 1);
        Fill(new Dictionary<string, string> { ["bootstrap.servers"] = cluster.BootstrapServers }, partitions: 1);
        var old = _command.Pipeline("old.yaml", "{ field: event_type, operator: equals, value: A }");
        var @new = _command.Pipeline("new.yaml", "{ field: event_type, operator: equals, value: B }");

        var json = await FilterCommand.Json(
            ExitCode.Failed, "diff", old, @new, "--kafka", cluster.BootstrapServers, "--topic", _topic, "--last", "20");

        (json["events"]!.GetValue<int>(), json["complete"]!.GetValue<bool>()).ShouldBe((18, true));
        json["filters"]![0]!["differentEvents"]!.GetValue<int>().ShouldBe(12);
    }

    [Fact]
    public async Task What_was_read_when_the_time_is_over_is_shown_as_not_all()
    {
        using var cluster = MockCluster.Start();
        cluster.CreateTopic(_topic, partitions: 3);
        Fill(new Dictionary<string, string> { ["bootstrap.servers"] = cluster.BootstrapServers });
        cluster.Delay(TimeSpan.FromMilliseconds(400));
        var path = _command.Pipeline("p.yaml", "{ field: event_type, operator: equals, value: A }");

        var json = await FilterCommand.Json(
            ExitCode.Failed, "preview", path, "--kafka", cluster.BootstrapServers, "--topic", _topic, "--timeout", "1");

        json["complete"]!.GetValue<bool>().ShouldBeFalse();
        json["records"]!.GetValue<int>().ShouldBeLessThan(60);
    }

    [Theory]
    [InlineData(10, new long[] { 100, 100, 100 }, new long[] { 4, 3, 3 })]
    [InlineData(10, new long[] { 0, 2, 100 }, new long[] { 2, 8 })]
    [InlineData(100, new long[] { 1, 2, 3 }, new long[] { 1, 2, 3 })]
    [InlineData(1, new long[] { 5, 5 }, new long[] { 1 })]
    public void Records_are_taken_evenly_from_what_partitions_hold(long count, long[] held, long[] taken)
    {
        var ranges = held.Select((records, number) => new TailRange(new TopicPartition("t", number), 10, 10 + records));

        TailRange.Share(ranges, count).Select(share => share.Count).ShouldBe(taken);
    }

    async Task PreviewsTheNewest(string servers)
    {
        var path = _command.Pipeline("p.yaml", "{ field: event_type, operator: equals, value: A }");
        string[] preview = ["preview", path, "--kafka", servers, "--topic", _topic];

        var all = await FilterCommand.Json(ExitCode.Succeeded, [.. preview, "--last", "500", "--examples", "1"]);
        (all["records"]!.GetValue<int>(), all["tombstones"]!.GetValue<int>()).ShouldBe((60, 6));
        Counts(all).ShouldBe((12, 24, 12, 6));
        all["filters"]![0]!["examples"]!["error"]![0]!["problem"]!.GetValue<string>().ShouldContain("byte");
        all["filters"]![0]!["examples"]!["match"]!.AsArray().Count.ShouldBe(1);

        var newest = await FilterCommand.Json(ExitCode.Succeeded, [.. preview, "--last", "6"]);
        newest["records"]!.GetValue<int>().ShouldBe(6);
        var (output, _) = await FilterCommand.Run(ExitCode.Succeeded, preview);
        output.ShouldContain("60 records");
        output.ShouldContain($"it: match {_topic}[");
    }

    static (int Match, int NoMatch, int Unknown, int Error) Counts(JsonNode preview)
    {
        var counts = preview["filters"]![0]!["counts"]!;
        int Of(string outcome) => counts[outcome]!.GetValue<int>();
        return (Of("match"), Of("noMatch"), Of("unknown"), Of("error"));
    }

    /// <summary>60 records: a fifth matches, two fifths do not, a fifth lacks the type, a tenth is no JSON, a tenth are tombstones.
    /// </summary>
    void Fill(Dictionary<string, string> connection, bool transactional = false, int partitions = 3)
    {
        if (transactional) connection = new(connection) { ["transactional.id"] = _topic };
        using var producer = Producer.Create(connection);
        if (transactional) producer.InitTransactions(Patience);
        string?[] values = ["""{"event_type":"A"}""", """{"event_type":"B"}""", """{"event_type":"B"}""", "{}"];
        for (var number = 0; number < 60; number++)
        {
            var value = (number % 5) < 4 ? values[number % 5] : (number % 10) == 4 ? "no json" : null;
            if (transactional) producer.BeginTransaction();
            Produce(producer, number % partitions, value);
            if (transactional) producer.CommitTransaction(Patience);
            if (!transactional || number % 7 != 0) continue;
            producer.BeginTransaction();
            Produce(producer, number % partitions, "aborted");
            producer.Flush(Patience);
            producer.AbortTransaction(Patience);
        }
        producer.Flush(Patience).ShouldBeTrue();
    }

    void Produce(Producer producer, int partition, string? value)
    {
        var bytes = value is null ? default(ReadOnlySpan<byte>) : Encoding.UTF8.GetBytes(value);
        producer.Produce(_topic, partition, "key"u8, bytes).ShouldBe(ErrorCode.NoError);
    }

    public void Dispose() => _command.Dispose();
}
