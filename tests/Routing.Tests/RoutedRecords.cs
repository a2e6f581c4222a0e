using System.Globalization;
using System.Text;
using Contracts;
using KafkaRider;
using Routing.Tests.Support;

namespace Routing.Tests;

/// <summary>What comes out for what goes in, on the embedded broker and on a real one.</summary>
public class RoutedRecords(RealBroker real)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Captured_records_pass_with_every_byte_and_header_and_three_more(BrokerKind kind)
    {
        using var broker = await Broker.Of(kind, real);
        using var pipelines = new PipelineFiles();
        var (source, orders, others) = (await broker.Topic("raw"), await broker.Topic("orders"), await broker.Topic("others"));
        pipelines.Write(PipelineFiles.ByType(source, ("order", orders), ("t", others)));
        var captured = TestRecord.Golden("01-insert-seed").Concat(TestRecord.Golden("02-delete-rewrite")).ToList();
        var before = DateTimeOffset.UnixEpoch.AddMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        broker.Produce(source, captured);

        await using (var routing = await RunningRouting.Start(broker, pipelines)) await routing.Read(captured.Count);

        Passed(captured, "order").ShouldNotBeEmpty();
        Passed(captured, "t").ShouldNotBeEmpty();
        foreach (var (type, topic) in new[] { ("order", orders), ("t", others) })
        {
            var routed = broker.ReadAll(topic);
            Bytes(routed).ShouldBe(Bytes(Passed(captured, type)), ignoreOrder: true);
            foreach (var record in routed)
            {
                record.Headers.Select(header => header.Name).ShouldBe(
                [
                    .. captured[0].Headers.Select(header => header.Name),
                    HeaderNames.FilterId, HeaderNames.ConsumerId, HeaderNames.FilteredAt,
                ]);
                record.Header(HeaderNames.FilterId).ShouldBe($"{type}-filter");
                record.Header(HeaderNames.ConsumerId).ShouldBe($"consumer-of-{type}");
                DateTimeOffset.ParseExact(record.Header(HeaderNames.FilteredAt)!, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
                    CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ShouldBeGreaterThanOrEqualTo(before);
            }
        }
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Malformed_records_are_dead_lettered_tombstones_dropped_and_the_rest_goes_on(BrokerKind kind)
    {
        using var broker = await Broker.Of(kind, real);
        using var pipelines = new PipelineFiles();
        var (source, cars) = (await broker.Topic("raw"), await broker.Topic("cars"));
        pipelines.Write(PipelineFiles.ByType(source, ("CarCreated", cars)));
        const string good = """{"id":"1","event_type":"CarCreated","__op":"c"}""";
        var broken = $"{{\"event_type\":\"CarCreated\",,{source}";
        broker.Produce(source,
        [
            TestRecord.Of("k", good), TestRecord.Of("k", broken, ("mine", "kept")), TestRecord.Of("k", null), TestRecord.Of("k", "[]"),
            TestRecord.Of(null, good), TestRecord.Of("k", """{"event_type":"Unknown","__op":"c"}"""), TestRecord.Of("k", good),
        ]);

        await using var routing = await RunningRouting.Start(broker, pipelines);
        await routing.Read(7);
        var report = await routing.Get("/pipelines");
        await Eventually.Is(() => Task.FromResult(broker.ReadAll(cars).Count >= 3), "three cars");

        broker.ReadAll(cars).Select(record => record.Text).ShouldBe([good, good, good]);
        var dead = broker.ReadAll(Topics.DeadLetter(Groups.Routing))
            .Where(record => record.Header(FaultHeaders.OriginTopic) == source).ToList();
        dead.Select(record => record.Text).ShouldBe([broken, "[]"], ignoreOrder: true);
        var letter = dead.Single(record => record.Text == broken);
        letter.Header("mine").ShouldBe("kept");
        letter.Header(FaultHeaders.Reason).ShouldBe("malformed");
        letter.Header(FaultHeaders.ExceptionMessage).ShouldNotBeNull().ShouldContain("at byte 27");
        report.GetProperty("deadLettered").GetInt64().ShouldBe(2);
        report.GetProperty("tombstones").GetInt64().ShouldBe(1);
        report.GetProperty("pipelines")[0].GetProperty("filters")[0].GetProperty("counts").GetProperty("true").GetInt64().ShouldBe(3);
    }

    [Fact]
    public async Task Records_of_the_basic_connector_get_their_operation_appended_and_keep_their_headers()
    {
        using var broker = await Broker.Of(BrokerKind.Embedded, real);
        using var pipelines = new PipelineFiles();
        var (source, cars) = (await broker.Topic("raw"), await broker.Topic("cars"));
        pipelines.Write(PipelineFiles.ByType(source, ("CarCreated", cars)));
        broker.Produce(source, [TestRecord.Of("k", """{ "id": "1", "event_type": "CarCreated" }""", ("mine", "kept"))]);

        await using (var routing = await RunningRouting.Start(broker, pipelines)) await routing.Read(1);

        var routed = broker.ReadAll(cars).ShouldHaveSingleItem();
        routed.Text.ShouldBe("""{ "id": "1", "event_type": "CarCreated" ,"__op":"c","__table":"business_events"}""");
        routed.Header("mine").ShouldBe("kept");
        routed.Header(HeaderNames.FilterId).ShouldBe("carcreated-filter");
    }

    static List<TestRecord> Passed(IEnumerable<TestRecord> records, string type) => [.. records.Where(record =>
        record.Text.Contains($"\"event_type\":\"{type}\"", StringComparison.Ordinal)
        && record.Text.Contains("\"__op\":\"c\"", StringComparison.Ordinal))];

    static IEnumerable<string> Bytes(IEnumerable<TestRecord> records) => records.Select(record =>
        $"{Encoding.Latin1.GetString(record.Key!)} {Encoding.Latin1.GetString(record.Value!)}");
}
