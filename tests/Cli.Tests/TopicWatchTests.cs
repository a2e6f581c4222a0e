using System.Text;
using Contracts;
using Librdkafka;

namespace Cli.Tests;

public sealed class TopicWatchTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Records_and_duplicates_of_posted_events_are_counted_in_each_topic()
    {
        await using var broker = new EmbeddedBroker();
        await broker.CreateTopics(Topics.All, TestContext.Current.CancellationToken);
        var posted = new PostedIndex(new GeneratedEvents(10, seed: 1));
        using var producer = Producer.Create(new Dictionary<string, string>(broker.Connection));
        Produce(producer, Topics.RawBusinessEvents, "before");
        producer.Flush(Patience);

        await using var watch = new TopicWatch(broker.Connection, posted, TimeProvider.System);
        foreach (var index in (int[])[0, 1, 2, 1, 1]) Produce(producer, Topics.RawBusinessEvents, posted.Events[index].Uuid);
        Produce(producer, Topics.FilteredCarCreatedEvents, posted.Events[0].Uuid);
        Produce(producer, Topics.RawBusinessEvents, "of another run");
        producer.Flush(Patience);
        await watch.Settle(Patience, TestContext.Current.CancellationToken);

        (watch.Raw.Records, watch.Raw.Duplicates).ShouldBe((5, 2));
        var cars = watch.Routed.Single(topic => topic.Topic == Topics.FilteredCarCreatedEvents);
        (cars.Records, cars.Duplicates).ShouldBe((1, 0));
    }

    [Theory]
    [InlineData("""{"id":"abc"}""", "abc")]
    [InlineData("""{"schema":1}""", null)]
    [InlineData("abc", null)]
    [InlineData("", null)]
    public void Event_id_is_read_from_the_key(string key, string? id) => EventKey.Id(Encoding.UTF8.GetBytes(key)).ShouldBe(id);

    static void Produce(Producer producer, string topic, string id) =>
        producer.Produce(topic, -1, Encoding.UTF8.GetBytes($$"""{"id":"{{id}}"}"""), "{}"u8).ShouldBe(ErrorCode.NoError);
}
