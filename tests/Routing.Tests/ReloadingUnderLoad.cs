using System.Text.Json;
using Routing.Tests.Support;

namespace Routing.Tests;

/// <summary>Pipelines that change while records are routed: the log truly says of each record which version routed it.</summary>
public class ReloadingUnderLoad(RealBroker real)
{
    static readonly string[] Types = ["CarCreated", "LoanCreated", "LoanPaymentSubmitted", "CarServiceDone"];

    [Fact]
    public Task Ten_reloads_route_what_the_logged_versions_say() => Reload(10);

    [Fact(Explicit = true)]
    public Task A_hundred_reloads_route_what_the_logged_versions_say() => Reload(100);

    async Task Reload(int times)
    {
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var (source, target) = (await broker.Topic("raw"), await broker.Topic("routed"));
        Dictionary<string, string> typeOf = [];
        pipelines.Write(PipelineFiles.ByType(source, (Types[0], target)));
        using var log = new RoutedLog();
        await using var routing = await RunningRouting.Start(broker, pipelines, log);
        using var enough = new CancellationTokenSource();
        var load = Task.Run(() => Produce(broker, source, enough.Token));

        for (var number = 0; number <= times; number++)
        {
            var type = Types[number % Types.Length];
            if (number > 0) pipelines.Write($"{PipelineFiles.ByType(source, (type, target))}\n# change {number}\n");
            await Eventually.Is(async () => !typeOf.ContainsKey(await Version(routing)), $"version {number}");
            var version = await Version(routing);
            typeOf[version] = type;
            await Eventually.Is(() => Task.FromResult(log.Ranges.Any(range => range.Version == version)), $"records of version {number}");
        }

        await enough.CancelAsync();
        var produced = await load;
        await Eventually.Is(() => Task.FromResult(log.Ranges.Sum(range => range.Last - range.First + 1) >= produced), "all committed");

        var expected = broker.ReadAll(source).Where(record => Type(record) == typeOf[VersionOf(record, log)]).Select(Id).Order().ToList();
        broker.ReadAll(target).Select(Id).Order().ShouldBe(expected);
        expected.Count.ShouldBeGreaterThan(produced / 10);
        log.Ranges.Select(range => range.Version).Distinct().Count().ShouldBe(times + 1);
    }

    /// <summary>Every record is in one range: what was aborted is not logged.</summary>
    static string VersionOf(TestRecord record, RoutedLog log) => log.Ranges.Where(range => range.Partition == record.Position.Partition
        && range.First <= record.Position.Offset && record.Position.Offset <= range.Last).ShouldHaveSingleItem().Version;

    static int Produce(Broker broker, string source, CancellationToken enough)
    {
        const int burst = 200;
        var next = 0;
        for (; !enough.IsCancellationRequested; next += burst)
        {
            broker.Produce(source, Enumerable.Range(next, burst).Select(One));
            enough.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(50));
        }

        return next;
    }

    static TestRecord One(int id) =>
        TestRecord.Of($"{id}", $$"""{"id":"{{id}}","event_type":"{{Types[id / 3 % Types.Length]}}","__op":"c"}""");

    static async Task<string> Version(RunningRouting routing) => (await routing.Get("/pipelines")).GetProperty("fingerprint").GetString()!;

    static string Type(TestRecord record) => JsonDocument.Parse(record.Text).RootElement.GetProperty("event_type").GetString()!;

    static int Id(TestRecord record) => int.Parse(JsonDocument.Parse(record.Text).RootElement.GetProperty("id").GetString()!);
}
