using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Cli;
using Routing.Tests.Support;

namespace Routing.Tests;

/// <summary>The state of running joins is saved, and gone back to, by the commands that an operator has.</summary>
public class RestoringState(RealBroker real)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task State_goes_back_to_a_savepoint_and_on_from_there()
    {
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var finance = new Finance(seed: 7);
        var source = await Joining.Prepare(broker, pipelines, finance);
        var copies = $"file://{Path.Combine(pipelines.Folder, "copies")}";
        string[] settings =
        [
            $"--State:Checkpoints={copies}", $"--Routing:StateFolder={Path.Combine(pipelines.Folder, "state")}",
            "--Routing:CheckpointSeconds=1", "--State:CopySeconds=1",
        ];
        string[] store = ["--copies", copies, "--store", $"{finance.Name}-ab"];
        string at;
        await using (var routing = await RunningRouting.Start(broker, pipelines, null, settings))
        {
            broker.Produce(source, finance.Next(500));
            await Joining.Shows(broker, finance);

            var saved = await Json(ExitCode.Succeeded, "savepoint", "--service", routing.Url);

            saved["saved"]!.AsArray().Count.ShouldBe(9);
            at = saved["saved"]!.AsArray().Max(task => task!["time"]!.GetValue<DateTimeOffset>()).ToString("O");
            broker.Produce(source, finance.Next(500));
            await Joining.Shows(broker, finance);
            var listed = await Run(ExitCode.Succeeded, "list", [.. store, "--limit", "100"]);
            listed.Split('\n').Count(line => line.Contains(" savepoint ")).ShouldBe(3);
            (await Run(ExitCode.Failed, "restore", [.. store, "--at", at, "--kafka", broker.Servers, "--execute"]))
                .ShouldContain("stop all of them first");
        }

        string[] restore = ["--at", at, "--copies", copies, "--kafka", broker.Servers];
        var plan = await Json(ExitCode.Succeeded, "restore", restore);
        // The newest copies until then: of a task that was saved before others perhaps one of those that are taken each second.
        plan["steps"]!.AsArray().Count.ShouldBe(9);
        plan["steps"]!.AsArray().ShouldContain(step => step!["copy"]!["isSavepoint"]!.GetValue<bool>());
        plan["restored"]!.AsArray().ShouldBeEmpty();
        // A member with a name of its own stays in the group until its session ends.
        var done = "";
        await Eventually.Is(async () =>
        {
            (var code, done) = await Answer("restore", [.. restore, "--execute"]);
            return code == ExitCode.Succeeded;
        }, "no member is left");
        done.Split('\n').Count(line => line.Contains(" restored: ")).ShouldBe(9);
        done.ShouldContain("Done: start the instances.");

        await using var again = await RunningRouting.Start(broker, pipelines, null, settings);
        broker.Produce(source, finance.Next(100));
        await Joining.Shows(broker, finance);
    }

    [Fact]
    public async Task Without_a_place_for_copies_a_savepoint_is_refused_with_what_to_set()
    {
        using var broker = await Broker.Of(BrokerKind.Embedded, real);
        using var pipelines = new PipelineFiles();
        await Joining.Prepare(broker, pipelines, new Finance(seed: 8));
        await using var routing = await RunningRouting.Start(broker, pipelines);

        (await routing.Post("/tasks/savepoint", [])).Status.ShouldBe(HttpStatusCode.Conflict);

        (await Run(ExitCode.Failed, "savepoint", "--service", routing.Url)).ShouldContain("set State__Checkpoints");
    }

    [Theory]
    [InlineData("--State:Checkpoints=s3://key:hunter2@bucket", "must not hold credentials")]
    [InlineData("--State:Checkpoints=somewhere", "s3://bucket/prefix")]
    [InlineData("--State:CopySeconds=0", "State__CopySeconds")]
    [InlineData("--State:RetentionDays=none", "State__RetentionDays")]
    [InlineData("--Routing:Standby=yes", "Routing__Standby is 'yes': give true or false")]
    public async Task Wrong_settings_are_told_before_anything_starts(string setting, string said)
    {
        using var broker = await Broker.Of(BrokerKind.Embedded, real);
        using var pipelines = new PipelineFiles();

        var refusal = await Should.ThrowAsync<ServiceDefaults.ConfigurationException>(
            () => RunningRouting.Start(broker, pipelines, null, setting));

        refusal.Message.ShouldContain(said);
        refusal.Message.ShouldNotContain("hunter2");
    }

    static async Task<JsonNode> Json(int expected, string command, params string[] arguments)
    {
        var text = await Run(expected, command, [.. arguments, "--json"]);
        return JsonNode.Parse(text.Split('\n').Single(line => line.StartsWith('{')))!;
    }

    static async Task<string> Run(int expected, string command, params string[] arguments)
    {
        var (code, text) = await Answer(command, arguments);
        code.ShouldBe(expected, text);
        return text;
    }

    static async Task<(int Code, string Text)> Answer(string command, string[] arguments)
    {
        var written = new StringWriter();
        var output = TextWriter.Synchronized(written);
        var parsed = RootCommands.Create().Parse(["state", command, .. arguments]);
        parsed.Errors.ShouldBeEmpty();
        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = output }, Cancellation);
        return (code, written.ToString());
    }
}
