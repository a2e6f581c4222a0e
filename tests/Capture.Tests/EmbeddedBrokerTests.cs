using Contracts;
using Librdkafka;

namespace Capture.Tests;

/// <summary>What only the embedded broker asks for.</summary>
public sealed class EmbeddedBrokerTests(RealServers servers)
{
    [Fact]
    public async Task Records_are_held_back_until_the_group_has_read()
    {
        using var broker = TestBroker.Embedded();
        await using var outbox = await TestOutbox.Create(servers);
        const string limit = "--Capture:MaxUnreadBytes=100000";
        await using var capture = await RunningCapture.Streaming(broker, outbox, limit);

        await outbox.Insert("e", 1000, padding: 1000);
        await Eventually.Until(() => capture.Report.HoldingBack is not null, "it holds back");
        var before = await broker.Records(50);
        before.GroupBy(record => record.Partition).ShouldAllBe(group => group.Sum(record => record.Value.Length) <= 100_000);

        using var group = Consumer.Create(
            new Dictionary<string, string>(broker.Settings) { ["group.id"] = Groups.Routing }, new ConsumerEvents());
        await Eventually.Until(() => CommitAll(group, broker) == 1000, "all are sent as the group reads");
    }

    [Fact]
    public async Task Rows_of_the_table_are_sent_to_a_broker_that_has_forgotten_everything_and_only_once()
    {
        await using var outbox = await TestOutbox.Create(servers);
        using (var forgetful = TestBroker.Embedded())
        await using (await RunningCapture.Streaming(forgetful, outbox))
        {
            await outbox.Insert("old", 100);
            await forgetful.Records(100);
        }
        await outbox.Insert("unseen", 50);

        using var broker = TestBroker.Embedded();
        for (var start = 0; start < 2; start++)
        {
            await using var capture = await RunningCapture.Streaming(broker, outbox, "--Capture:Republish=true");
            await outbox.Insert("new", 10, from: start * 10);
            await broker.Records(160 + start * 10);
        }

        var ids = (await broker.Records(170)).Select(record => record.Id).ToList();
        ids.ShouldBeUnique();
        ids.Count(id => id.StartsWith("old-")).ShouldBe(100);
        ids.Count(id => id.StartsWith("unseen-")).ShouldBe(50);
        ids.Count(id => id.StartsWith("new-")).ShouldBe(20);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_written_while_the_table_is_read_are_sent_exactly_once(bool isRealKafka)
    {
        using var broker = await servers.Broker(isRealKafka);
        await using var outbox = await TestOutbox.Create(servers);
        await outbox.Insert("old", 2000, padding: 200);
        using var writing = new CancellationTokenSource();
        var written = 0;
        var writer = Task.Run(async () =>
        {
            while (!writing.IsCancellationRequested) await outbox.Insert("live", 5, from: 5 * written++);
        });
        await Eventually.Until(() => written > 3, "rows are being written");

        await using var capture = await RunningCapture.Streaming(broker, outbox, "--Capture:Republish=true");
        var last = written + 5;
        await Eventually.Until(() => written > last, "rows are written after the stream began");
        await writing.CancelAsync();
        await writer;

        var ids = (await broker.Records(2000 + 5 * written)).Select(record => record.Id).ToList();
        ids.ShouldBeUnique();
        ids.Count.ShouldBe(2000 + 5 * written);
    }

    static long CommitAll(Consumer reader, TestBroker broker)
    {
        var ends = (from number in Enumerable.Range(0, Topics.EventPartitions)
                    let high = reader.WatermarkOffsets(new TopicPartition(broker.Topic, number), Eventually.Limit).High
                    select new TopicPartitionOffset(broker.Topic, number, high)).ToList();
        reader.Commit(ends);
        return ends.Sum(end => end.Offset);
    }
}
