using System.Text;
using System.Text.Json;
using Contracts;
using KafkaRider;
using Routing.Tests.Support;
using Servers;

namespace Routing.Tests;

/// <summary>Of the records of an id only the first reaches filters and joins, whatever happens to the process.</summary>
public class Deduplicating(RealBroker real)
{
    /// <summary>More than topics have as a rule: state has as many as its source.</summary>
    const int Partitions = 5;

    const string WithoutId = "";

    [Fact]
    public async Task Duplicates_are_dropped_in_the_same_batch_in_a_later_one_and_after_a_restart_with_and_without_the_state_folder()
    {
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var (source, cars) = await Prepare(broker, pipelines);
        string[] folder = [$"--Routing:StateFolder={Path.Combine(pipelines.Folder, "state")}"];
        List<TestRecord> records = [Car("a"), Car("b"), Car("a"), Loan("c"), Car(WithoutId), Car(WithoutId), Tombstone("a"), Car("c")];

        foreach (var settings in (string[][])[folder, folder, []])
        {
            await using var routing = await RunningRouting.Start(broker, pipelines, null, settings);
            broker.Produce(source, records);
            await routing.Read(records.Count);
            broker.Produce(source, records);
            await routing.Read(2 * records.Count);
        }

        // The loan took its id: it is not asked whether a filter takes it.
        ReadIds(broker, cars).ShouldBe(["a", "b", .. Enumerable.Repeat(WithoutId, 3 * 2 * 2)], ignoreOrder: true);
    }

    [Fact]
    public async Task Duplicates_are_counted_and_a_redriven_record_is_none()
    {
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var (source, cars) = await Prepare(broker, pipelines);
        await using var routing = await RunningRouting.Start(broker, pipelines);
        var redriven = (FaultHeaders.Redriven, Encoding.UTF8.GetBytes("1 routing-group-dead-letter[0]@0"));

        broker.Produce(source,
        [
            Car("a"), Car("a"), Car("a") with { Headers = [redriven] }, Car("a"), Car("b") with { Headers = [redriven] }, Car("b"),
        ]);
        await routing.Read(6);

        await Eventually.Is(() => Task.FromResult(ReadIds(broker, cars).Count >= 3), "what passes");
        ReadIds(broker, cars).ShouldBe(["a", "a", "b"], ignoreOrder: true);
        var pipeline = (await routing.Get("/pipelines")).GetProperty("pipelines")[0];
        var counted = pipeline.GetProperty("sources")[0];
        (counted.GetProperty("dedupe").GetString(), counted.GetProperty("duplicates").GetInt64()).ShouldBe(("by id, kept for 01:00:00", 3));
        pipeline.GetProperty("filters")[0].GetProperty("counts").GetProperty("in").GetInt64().ShouldBe(3);
        (await routing.Get("/tasks")).EnumerateArray().Select(task => task.GetProperty("store").GetString())
            .ShouldBe(Enumerable.Repeat($"{source}-seen", Partitions));
    }

    [Fact]
    public async Task Kills_in_the_middle_neither_lose_nor_repeat_an_id()
    {
        const int ids = 3_000;
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var (source, cars) = await Prepare(broker, pipelines);
        var random = new Random(1);

        for (var round = 1; round <= 3; round++)
        {
            var before = broker.ReadAll(cars).Count;
            await using var process = StartProcess(broker, pipelines, round);
            broker.Produce(source, Enumerable.Range(0, ids).Select(_ => Car($"{random.Next(ids / 3 * round)}")));
            await Eventually.Is(() => Task.FromResult(broker.ReadAll(cars).Count > before), "some cars");
            await process.Kill();
        }
        string[] all = [.. Enumerable.Range(0, ids).Select(number => $"{number}")];
        // One behind all others in each partition, as they have many.
        string[] last = [.. Enumerable.Range(0, 50).Select(number => $"last-{number}")];
        broker.Produce(source, [.. all.Select(Car), .. last.Select(Car)]);
        await using (StartProcess(broker, pipelines, 4))
            await Eventually.Is(() => Task.FromResult(ReadIds(broker, cars).Count(last.Contains) >= last.Length), "the last ones");

        ReadIds(broker, cars).ShouldBe([.. all, .. last], ignoreOrder: true);
    }

    [Fact]
    public async Task A_transaction_that_is_aborted_for_a_record_that_the_broker_rejects_marks_none()
    {
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var (source, cars) = await Prepare(broker, pipelines, new Dictionary<string, string> { ["max.message.bytes"] = "1000" });
        List<TestRecord> records = [Car("a"), Car("b"), Car("large", new string('x', 2_000)), Car("a"), Car("b"), Car("c")];
        broker.Produce(source, records);

        await using (var routing = await RunningRouting.Start(broker, pipelines))
        {
            await routing.Read(records.Count);
            await Eventually.Is(() => Task.FromResult(ReadIds(broker, cars).Count >= 3), "all that can be written");
            broker.Produce(source, [Car("large"), Car("c")]);
            await Eventually.Is(() => Task.FromResult(ReadIds(broker, cars).Count >= 4), "the one that fits now");
        }

        // A dead letter has no mark: what comes in its place is no duplicate of it.
        ReadIds(broker, cars).ShouldBe(["a", "b", "c", "large"], ignoreOrder: true);
        broker.ReadAll(Topics.DeadLetter(Groups.Routing)).Count(letter => letter.Header(FaultHeaders.OriginTopic) == source).ShouldBe(1);
    }

    [Fact]
    public async Task An_id_that_was_kept_long_enough_is_new_again_and_forgotten_in_the_changelog()
    {
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var (source, cars) = await Prepare(broker, pipelines, keep: "1s");
        await using var routing = await RunningRouting.Start(broker, pipelines);

        await Eventually.Is(() =>
        {
            broker.Produce(source, [Car("a")]);
            return Task.FromResult(ReadIds(broker, cars).Count >= 2);
        }, "the id again");

        await Eventually.Is(() => Task.FromResult(
            broker.ReadAll(Topics.Changelog(Groups.Routing, $"{source}-seen"), Partitions)
                .GroupBy(record => Convert.ToHexString(record.Key!)).Where(key => key.Key.StartsWith("01", StringComparison.Ordinal))
                .Select(key => key.Last().Value).SingleOrDefault([]) is null), "the id's tombstone");
    }

    [Fact]
    public async Task A_join_sees_what_is_left()
    {
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var (source, joined) = (await broker.Topic("raw", Partitions), await broker.Topic("joined"));
        pipelines.Write($$"""
            name: {{joined}}
            sources: [{ id: events, topic: {{source}}, format: event, dedupe: { by: id, keep: 1h } }]
            joins:
              - id: seen
                type: asOfProcessingTime
                kind: left
                enabled: true
                status: deployed
                many: { as: row, key: entity.id, on: entity.on }
                one: { as: other, conditions: [{ field: event_type, operator: equals, value: Other }], key: entity.id }
                select: { id: row.entity.id, other: other.entity.text }
                outputTopic: {{joined}}
            """);
        await using var routing = await RunningRouting.Start(broker, pipelines);

        broker.Produce(source, [.. Enumerable.Range(0, 300).Select(number => Row($"{number % 100}")), Row("last")]);

        await Eventually.Is(() => Task.FromResult(broker.ReadAll(joined).Count >= 101), "all rows");
        broker.ReadAll(joined).Select(record => Encoding.UTF8.GetString(record.Key!))
            .ShouldBe([.. Enumerable.Range(0, 100).Select(number => $"{number}"), "last"], ignoreOrder: true);
    }

    [Fact]
    public async Task Dedupe_cannot_change_while_the_service_runs_and_state_by_another_field_is_refused()
    {
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var (source, cars) = await Prepare(broker, pipelines);
        await using (var routing = await RunningRouting.Start(broker, pipelines))
        {
            broker.Produce(source, [Car("a")]);
            await Eventually.Is(() => Task.FromResult(ReadIds(broker, cars).Count > 0), "the car");
            pipelines.Write(Yaml(source, cars, "id", "2h"));
            await Eventually.Is(async () => (await routing.Get("/pipelines")).GetProperty("problems").ToString()
                .Contains("restart the service, as state moves with it", StringComparison.Ordinal), "the refusal");
        }

        await using (var routing = await RunningRouting.Start(broker, pipelines))
        {
            broker.Produce(source, [Car("a")]);
            await routing.Read(1);
        }
        ReadIds(broker, cars).ShouldBe(["a"]);

        pipelines.Write(Yaml(source, cars, "event_name", "2h"));
        var log = Path.Combine(pipelines.Folder, "routing-1.log");
        await using (StartProcess(broker, pipelines, 1))
            await Eventually.Is(() => Task.FromResult(File.Exists(log)
                && File.ReadAllText(log).Contains("stop all instances, delete the topic", StringComparison.Ordinal)), "the way out");
    }

    static async Task<(string Source, string Cars)> Prepare(
        Broker broker, PipelineFiles pipelines, IReadOnlyDictionary<string, string>? outputSettings = null, string keep = "1h")
    {
        var (source, cars) = (await broker.Topic("raw", Partitions), await broker.Topic("cars", settings: outputSettings));
        pipelines.Write(Yaml(source, cars, "id", keep));
        return (source, cars);
    }

    static string Yaml(string source, string cars, string by, string keep) => PipelineFiles.ByType(source, ("CarCreated", cars))
        .Replace($"topic: {source} ", $"topic: {source}, dedupe: {{ by: {by}, keep: {keep} }} ", StringComparison.Ordinal);

    static ChildProcess StartProcess(Broker broker, PipelineFiles pipelines, int round) => ChildProcess.Start(
        "routing",
        ["dotnet", typeof(RoutingService).Assembly.Location, .. RunningRouting.Arguments(broker, pipelines)],
        Path.Combine(pipelines.Folder, $"routing-{round}.log"));

    static TestRecord Car(string id) => Car(id, "");

    static TestRecord Car(string id, string text) => Event(id, "CarCreated", text);

    static TestRecord Loan(string id) => Event(id, "LoanCreated", "");

    static TestRecord Event(string id, string type, string text) => TestRecord.Of(
        $$"""{"id":"{{id}}"}""",
        $$"""{{{(id == WithoutId ? "" : $"\"id\":\"{id}\",")}}"event_type":"{{type}}","__op":"c","text":"{{text}}"}""");

    static TestRecord Tombstone(string id) => TestRecord.Of($$"""{"id":"{{id}}"}""", null);

    static TestRecord Row(string id) => TestRecord.Of(
        $$"""{"id":"event-{{id}}"}""",
        $$"""
        {"eventHeader":{"uuid":"event-{{id}}","createdDate":1705312200000},
         "entities":[{"entityHeader":{"entityId":"{{id}}","entityType":"Row"},"on":"x"}]}
        """);

    static List<string> ReadIds(Broker broker, string topic) => [.. broker.ReadAll(topic).Select(record =>
        JsonDocument.Parse(record.Text).RootElement.TryGetProperty("id", out var id) ? id.GetString()! : WithoutId)];
}
