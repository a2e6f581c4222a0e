using KafkaRider.Tests.Support;
using Librdkafka;

namespace KafkaRider.Tests;

public class StartByTimeTests(RealBroker real)
{
    static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_new_group_starts_at_the_first_record_of_a_time_and_then_goes_on_from_its_offset()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var topic = await broker.Topic(settings: new() { ["retention.ms"] = "-1" });
        var group = Broker.Name("group");
        Produce(broker, topic, ("before", Noon.AddHours(-1)), ("at", Noon), ("after", Noon.AddHours(1)));

        var first = await Read(broker, topic, group, Noon.AddMinutes(-1), 2);
        Produce(broker, topic, ("late", Noon.AddHours(-2)));
        var second = await Read(broker, topic, group, Noon.AddHours(-3), 1);

        first.ShouldBe(["at", "after"]);
        second.ShouldBe(["late"]);
    }

    [Fact]
    public async Task A_new_group_starts_at_the_end_when_nothing_is_as_young_as_its_time()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var topic = await broker.Topic(settings: new() { ["retention.ms"] = "-1" });
        Produce(broker, topic, ("old", Noon));
        var recorder = new Recorder();
        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, Broker.Name("group"), e =>
        {
            e.StartAt = Noon.AddDays(1);
            e.Process(recorder);
        }));
        await Eventually.Is(() => host.Report.Partitions is [{ Position: 1 }], "the partition is placed");

        Produce(broker, topic, ("new", Noon.AddDays(2)));
        await Eventually.Is(() => !recorder.Records.IsEmpty, "the new record");

        recorder.Values.ShouldBe(["new"]);
    }

    static async Task<List<string>> Read(Broker broker, string topic, string group, DateTimeOffset startAt, int count)
    {
        var recorder = new Recorder();
        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, group, e =>
        {
            e.StartAt = startAt;
            e.Process(recorder);
        }));
        await Eventually.Is(() => recorder.Records.Count >= count, $"{count} records");
        return [.. recorder.Values];
    }

    static void Produce(Broker broker, string topic, params (string Value, DateTimeOffset Time)[] records)
    {
        using var producer = Producer.Create(broker.Settings);
        foreach (var (value, time) in records)
        {
            producer.Produce(topic, 0, default, System.Text.Encoding.UTF8.GetBytes(value), timestamp: time.ToUnixTimeMilliseconds())
                .ShouldBe(ErrorCode.NoError);
        }

        producer.Flush(TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }
}
