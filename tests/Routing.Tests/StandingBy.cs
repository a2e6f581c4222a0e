using System.Text.Json;
using Routing.Tests.Support;
using Servers;

namespace Routing.Tests;

/// <summary>An instance that follows what another one does takes over its tasks without reading their state.</summary>
public class StandingBy(RealBroker real)
{
    const int Tasks = 9;

    [Fact]
    public async Task After_a_kill_the_tasks_that_were_followed_run_after_reading_a_tail()
    {
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var finance = new Finance(seed: 9, scale: 50);
        var source = await Joining.Prepare(broker, pipelines, finance);
        await using var other = Start(broker, pipelines);
        await using var standby = await RunningRouting.Start(
            broker, pipelines, null, $"--Routing:StateFolder={Path.Combine(pipelines.Folder, "standby")}", "--Routing:Standby=true");
        // Both have joined before there is anything to do.
        await Eventually.Is(async () => await Roles(standby, "running") is > 0 and < Tasks, "partitions are shared", seconds: 120);
        broker.Produce(source, finance.Next(10_000));
        await Joining.Shows(broker, finance);
        await Eventually.Is(async () => (await Followed(standby)).All(task => Number(task, "lag") == 0), "all is followed");
        var followed = (await Followed(standby)).ToDictionary(Name, task => Number(task, "entries"));
        var inChangelogs = followed.Values.Sum();

        await other.Kill();
        broker.Produce(source, finance.Next(200));
        await Eventually.Is(async () => await Roles(standby, "running") == Tasks, "every task runs here", seconds: 120);

        var taken = (await Of(standby)).Where(task => followed.ContainsKey(Name(task))).ToList();
        var read = taken.Sum(task => Number(task, "restored"));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{taken.Count} tasks with {inChangelogs} keys taken over after reading {read} records, the slowest within "
            + $"{taken.Max(task => task.GetProperty("restoreTime").GetString())}");
        taken.Count.ShouldBeGreaterThan(0);
        inChangelogs.ShouldBeGreaterThan(1_000);
        read.ShouldBeLessThan(inChangelogs / 10);
        await Joining.Shows(broker, finance);
    }

    static ChildProcess Start(Broker broker, PipelineFiles pipelines) => ChildProcess.Start(
        "routing",
        [
            "dotnet", typeof(RoutingService).Assembly.Location, .. RunningRouting.Arguments(broker, pipelines),
            $"--Routing:StateFolder={Path.Combine(pipelines.Folder, "other")}", "--Routing:InstanceId=other",
        ],
        Path.Combine(pipelines.Folder, "other.log"));

    static async Task<List<JsonElement>> Of(RunningRouting routing) => [.. (await routing.Get("/tasks")).EnumerateArray()];

    static async Task<List<JsonElement>> Followed(RunningRouting routing) => (await Of(routing)).FindAll(task => Role(task) == "standby");

    static async Task<int> Roles(RunningRouting routing, string role) => (await Of(routing)).Count(task => Role(task) == role);

    static string? Role(JsonElement task) => task.GetProperty("role").GetString();

    static string Name(JsonElement task) => $"{task.GetProperty("store")} {task.GetProperty("partition")}";

    static long Number(JsonElement task, string name) => task.GetProperty(name).GetInt64();
}
