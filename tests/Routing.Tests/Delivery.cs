using Routing.Tests.Support;
using Servers;

namespace Routing.Tests;

/// <summary>Every record goes out exactly once for readers of committed records, whatever happens to the process.</summary>
public class Delivery(RealBroker real)
{
    const int Records = 6_000;

    [Fact]
    public async Task Stops_and_restarts_neither_lose_nor_repeat_a_record()
    {
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var (source, cars) = await Prepare(broker, pipelines);

        for (var round = 0; round < 3; round++)
        {
            broker.Produce(source, Cars(Records / 3 * round, Records / 3));
            await using var routing = await RunningRouting.Start(broker, pipelines);
            await routing.Read(1);
        }
        await using (await RunningRouting.Start(broker, pipelines)) await Arrived(broker, cars);

        Ids(broker, cars).ShouldBe(Enumerable.Range(0, Records), ignoreOrder: true);
    }

    [Fact]
    public async Task Kills_in_the_middle_neither_lose_nor_repeat_a_record()
    {
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var (source, cars) = await Prepare(broker, pipelines);

        for (var round = 0; round < 3; round++)
        {
            var before = broker.ReadAll(cars).Count;
            await using var process = Start(broker, pipelines, round);
            broker.Produce(source, Cars(Records / 3 * round, Records / 3));
            await Eventually.Is(() => Task.FromResult(broker.ReadAll(cars).Count > before), "some cars");
            await process.Kill();
        }
        await using (Start(broker, pipelines, 3)) await Arrived(broker, cars);

        Ids(broker, cars).ShouldBe(Enumerable.Range(0, Records), ignoreOrder: true);
    }

    static ChildProcess Start(Broker broker, PipelineFiles pipelines, int round) => ChildProcess.Start(
        "routing",
        ["dotnet", typeof(RoutingService).Assembly.Location, .. RunningRouting.Arguments(broker, pipelines)],
        Path.Combine(pipelines.Folder, $"routing-{round}.log"));

    static async Task<(string Source, string Cars)> Prepare(Broker broker, PipelineFiles pipelines)
    {
        var (source, cars) = (await broker.Topic("raw"), await broker.Topic("cars"));
        pipelines.Write(PipelineFiles.ByType(source, ("CarCreated", cars)));
        return (source, cars);
    }

    static IEnumerable<TestRecord> Cars(int first, int count) => Enumerable.Range(first, count).Select(number =>
        TestRecord.Of($$"""{"id":"{{number}}"}""", $$"""{"id":"{{number}}","event_type":"CarCreated","__op":"c"}"""));

    static Task Arrived(Broker broker, string topic) =>
        Eventually.Is(() => Task.FromResult(broker.ReadAll(topic).Count >= Records), $"{Records} records");

    static List<int> Ids(Broker broker, string topic) => [.. broker.ReadAll(topic)
        .Select(record => System.Text.Json.JsonDocument.Parse(record.Text).RootElement.GetProperty("id").GetString())
        .Select(id => int.Parse(id!))];
}
