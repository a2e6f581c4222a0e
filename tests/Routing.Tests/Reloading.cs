using System.Net;
using System.Text;
using Routing.Tests.Support;
using ServiceDefaults;
using Streams;

namespace Routing.Tests;

/// <summary>Pipelines are checked before the service starts, and replaced while it runs. On embedded brokers only, so it may be beside the
/// other tests.</summary>
[Collection(nameof(Reloading))]
public class Reloading(RealBroker real)
{
    [Fact]
    public async Task A_broken_folder_keeps_the_service_from_starting_and_lists_every_mistake()
    {
        using var broker = await Broker.Of(BrokerKind.Embedded, real);
        using var pipelines = new PipelineFiles();
        pipelines.Write("filters: []", "one.yaml");
        pipelines.Write("fliters: {}", "two.json");
        string[] arguments = [$"--Pipelines:Path={pipelines.Folder}", "--Routing:CommitIntervalMs=soon"];

        var refusal = Should.Throw<ConfigurationException>(() => RoutingService.Build(arguments)).Message;

        refusal.ShouldContain("one.yaml:1:10: error F007");
        refusal.ShouldContain("two.json:1:1: error F004: unknown key 'fliters' in a pipeline; did you mean 'filters'?");
        refusal.ShouldContain("Routing__CommitIntervalMs is 'soon'");
        refusal.ShouldContain("BootstrapServers");
    }

    [Fact]
    public async Task A_changed_file_takes_effect_without_restart_and_a_broken_one_leaves_the_last_good_running()
    {
        using var broker = await Broker.Of(BrokerKind.Embedded, real);
        using var pipelines = new PipelineFiles();
        var (source, cars, loans) = (await broker.Topic("raw"), await broker.Topic("cars"), await broker.Topic("loans"));
        pipelines.Write(PipelineFiles.ByType(source, ("CarCreated", cars)));
        await using var routing = await RunningRouting.Start(broker, pipelines);
        var first = (await routing.Get("/pipelines")).GetProperty("fingerprint").GetString();

        pipelines.Write(PipelineFiles.ByType(source, ("LoanCreated", loans)));
        await Eventually.Is(async () => (await routing.Get("/pipelines")).GetProperty("fingerprint").GetString() != first, "the new plan");
        pipelines.Write("filters: [");
        await Eventually.Is(async () => (await routing.Get("/pipelines")).GetProperty("problems").GetArrayLength() > 0, "the mistake");
        broker.Produce(source, [TestRecord.Of("1", Event("CarCreated")), TestRecord.Of("2", Event("LoanCreated"))]);
        await routing.Read(2);
        await Eventually.Is(() => Task.FromResult(broker.ReadAll(loans).Count > 0), "the loan");

        broker.ReadAll(loans).ShouldHaveSingleItem().Text.ShouldBe(Event("LoanCreated"));
        broker.ReadAll(cars).ShouldBeEmpty();
        var health = (await routing.Get("/health")).GetProperty("checks").GetProperty("pipelines");
        health.GetProperty("status").GetString().ShouldBe("Degraded");
        health.GetProperty("description").GetString().ShouldNotBeNull().ShouldContain("pipeline.yaml:2:1: error F002: not YAML: ");
    }

    [Fact]
    public async Task Sources_cannot_change_while_the_service_runs()
    {
        using var broker = await Broker.Of(BrokerKind.Embedded, real);
        using var pipelines = new PipelineFiles();
        pipelines.Write(PipelineFiles.ByType(await broker.Topic("raw"), ("CarCreated", "cars")));
        await using var routing = await RunningRouting.Start(broker, pipelines);

        pipelines.Write(PipelineFiles.ByType("elsewhere", ("CarCreated", "cars")));

        await Eventually.Is(async () => (await routing.Get("/pipelines")).GetProperty("problems").ToString()
            .Contains("restart the service", StringComparison.Ordinal), "the refusal");
    }

    [Fact]
    public async Task A_file_is_validated_and_not_kept()
    {
        using var broker = await Broker.Of(BrokerKind.Embedded, real);
        using var pipelines = new PipelineFiles();
        var good = PipelineFiles.ByType(await broker.Topic("raw"), ("CarCreated", "cars"), ("LoanCreated", "loans"));
        pipelines.Write(good);
        await using var routing = await RunningRouting.Start(broker, pipelines);
        var before = (await routing.Get("/pipelines")).GetProperty("fingerprint").GetString();

        var valid = await routing.Post("/pipelines/validate", Encoding.UTF8.GetBytes(good.Replace("deployed", "active")));
        var invalid = await routing.Post("/pipelines/validate", Encoding.UTF8.GetBytes(good.Replace("equals", "equal")));
        var large = await routing.Post("/pipelines/validate", new byte[PipelineLimits.MaxFileBytes + 1]);

        (valid.Status, valid.Answer!.Value.GetProperty("liveFilters").GetInt32()).ShouldBe((HttpStatusCode.OK, 2));
        invalid.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = invalid.Answer!.Value.GetProperty("problems")[0];
        (problem.GetProperty("code").GetString(), problem.GetProperty("line").GetInt32()).ShouldBe(("F012", 11));
        problem.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("did you mean 'equals'?");
        large.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await routing.Get("/pipelines")).GetProperty("fingerprint").GetString().ShouldBe(before);
    }

    static string Event(string type) => $$"""{"event_type":"{{type}}","__op":"c"}""";
}
