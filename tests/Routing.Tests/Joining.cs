using System.Text;
using System.Text.Json.Nodes;
using Routing.Tests.Support;
using Servers;

namespace Routing.Tests;

/// <summary>What joins show in the end, whatever the order of events and whatever happens to the process.</summary>
public class Joining(RealBroker real)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Loans_show_their_cars_and_payments_their_loans(BrokerKind kind)
    {
        using var broker = await Broker.Of(kind, real);
        using var pipelines = new PipelineFiles();
        var finance = new Finance(seed: 1);
        var source = await Prepare(broker, pipelines, finance);

        broker.Produce(source, finance.Next(2_000));
        await using var routing = await RunningRouting.Start(broker, pipelines);

        await Shows(broker, finance);
        broker.ReadAll(Contracts.Topics.DeadLetter(Contracts.Groups.Routing))
            .Where(letter => letter.Header(KafkaRider.FaultHeaders.OriginTopic)!.Contains(finance.Name, StringComparison.Ordinal)
                || letter.Header(KafkaRider.FaultHeaders.OriginTopic) == source)
            .ShouldBeEmpty();
        await IsAnswered(routing, finance);
    }

    [Theory]
    [InlineData("exactlyOnce", false)]
    [InlineData("atLeastOnce", true)]
    public async Task Tasks_of_one_instance_use_their_topics_only_without_transactions(string delivery, bool areUsed)
    {
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var finance = new Finance(seed: 6);
        var source = await Prepare(broker, pipelines, finance);
        await using var routing = await RunningRouting.Start(broker, pipelines, null, $"--Routing:Delivery={delivery}");
        await Eventually.Is(
            async () => (await routing.Get("/tasks")).EnumerateArray().Count(task => $"{task.GetProperty("role")}" == "running") == 9,
            "all tasks");

        broker.Produce(source, finance.Next(500));
        await Shows(broker, finance);

        var between = finance.Topics.Where(topic => topic.EndsWith("-repartition", StringComparison.Ordinal)).ToList();
        between.Count.ShouldBe(3);
        between.ShouldAllBe(topic => broker.ReadAll(topic).Count > 0 == areUsed);
        (await routing.Get("/tasks")).EnumerateArray().Sum(task => task.GetProperty("handedOver").GetInt64() > 0 ? 1 : 0)
            .ShouldBe(areUsed ? 0 : 9);
    }

    [Fact]
    public async Task A_temporary_folder_of_state_goes_with_the_service()
    {
        using var broker = await Broker.Of(BrokerKind.Embedded, real);
        using var pipelines = new PipelineFiles();
        var finance = new Finance(seed: 7);
        var source = await Prepare(broker, pipelines, finance);
        string folder;
        await using (var routing = await RunningRouting.Start(broker, pipelines))
        {
            broker.Produce(source, finance.Next(100));
            await Shows(broker, finance);
            folder = routing.StateFolder;
            Directory.EnumerateFileSystemEntries(folder).ShouldNotBeEmpty();
        }

        Directory.Exists(folder).ShouldBeFalse();
    }

    static async Task IsAnswered(RunningRouting routing, Finance finance)
    {
        var loan = finance.LoanVersions.Keys.First();

        var answer = await routing.Get($"/state/ab/{loan}");

        var row = answer.GetProperty("rows").EnumerateArray().Single();
        row.GetProperty("id").GetString().ShouldBe(loan);
        $"{row.GetProperty("row").GetProperty("eventTime")} {row.GetProperty("row").GetProperty("eventId")}"
            .ShouldBe(finance.LoanVersions[loan]);
        (await routing.Get("/pipelines")).GetProperty("pipelines")[0].GetProperty("joins").GetArrayLength().ShouldBe(2);
        (await routing.Get("/tasks")).GetArrayLength().ShouldBe(9);
        (await routing.Get("/state/ab/nobody")).GetString().ShouldBe("'nobody' has no row in 'ab'.");
        (await routing.Get("/state/none/nobody")).GetString().ShouldBe("No live join has the id 'none'.");
    }

    [Fact]
    public async Task Kills_and_restarts_with_and_without_their_state_neither_lose_nor_repeat_a_change()
    {
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var finance = new Finance(seed: 2);
        var source = await Prepare(broker, pipelines, finance);
        var state = Path.Combine(pipelines.Folder, "state");

        for (var round = 0; round < 4; round++)
        {
            var before = broker.ReadAll(finance.LoansWithCars).Count;
            await using var process = Start(broker, pipelines, state, round);
            broker.Produce(source, finance.Next(1_500));
            await Eventually.Is(() => Task.FromResult(broker.ReadAll(finance.LoansWithCars).Count > before), "some loans");
            await process.Kill();
            if (round == 2) Directory.Delete(state, recursive: true);
        }
        await using (Start(broker, pipelines, state, 4)) await Shows(broker, finance);

        foreach (var topic in (string[])[finance.LoansWithCars, finance.PaymentsWithLoans])
            foreach (var key in broker.ReadAll(topic).GroupBy(record => Encoding.UTF8.GetString(record.Key!)))
                key.Zip(key.Skip(1)).Where(pair => pair.First.Text == pair.Second.Text).ShouldBeEmpty($"{topic} {key.Key}");
    }

    internal static async Task<string> Prepare(Broker broker, PipelineFiles pipelines, Finance finance)
    {
        var source = await broker.Topic("raw");
        foreach (var topic in finance.Topics) await broker.Create(topic);
        pipelines.Write(finance.Yaml(source));
        return source;
    }

    static ChildProcess Start(Broker broker, PipelineFiles pipelines, string state, int round) => ChildProcess.Start(
        "routing",
        [
            "dotnet", typeof(RoutingService).Assembly.Location, .. RunningRouting.Arguments(broker, pipelines),
            $"--Routing:StateFolder={state}", "--Routing:CheckpointSeconds=1",
        ],
        Path.Combine(pipelines.Folder, $"routing-{round}.log"));

    internal static async Task Shows(Broker broker, Finance finance)
    {
        var (loans, payments) = ("", "");
        try
        {
            await Eventually.Is(
                () =>
                {
                    loans = Difference(broker, finance.LoansWithCars, finance.ExpectedLoans);
                    payments = Difference(broker, finance.PaymentsWithLoans, finance.ExpectedPayments);
                    return Task.FromResult(loans == "" && payments == "");
                },
                "the final values of all rows");
        }
        catch (TimeoutException)
        {
            Assert.Fail($"loans: {loans}\npayments: {payments}");
        }
    }

    static string Difference(Broker broker, string topic, Dictionary<string, string> expected)
    {
        var shown = broker.ReadAll(topic).GroupBy(record => Encoding.UTF8.GetString(record.Key!))
            .ToDictionary(key => key.Key, key => Finance.Text(JsonNode.Parse(key.Last().Text)!));
        return string.Join('\n', expected.Keys.Union(shown.Keys)
            .Where(key => expected.GetValueOrDefault(key) != shown.GetValueOrDefault(key)).Take(5)
            .Select(key => $"{key}: {shown.GetValueOrDefault(key)} instead of {expected.GetValueOrDefault(key)}"));
    }
}
