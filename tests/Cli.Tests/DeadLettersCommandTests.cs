using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Contracts;
using KafkaRider;
using Librdkafka;

namespace Cli.Tests;

public sealed class DeadLettersCommandTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Dead_letters_are_listed_shown_and_redriven_once()
    {
        await using var broker = await Broker();
        DeadLetter(broker, 0, "first", "malformed");
        DeadLetter(broker, 1, "second\u001b[2J", "refused-by-database");
        string[] group = ["--group", Groups.CarConsumer, "--kafka", broker.BootstrapServers];

        var list = await Run(ExitCode.Succeeded, "list", [.. group, "--limit", "1"]);
        list.ShouldContain("0@0");
        list.ShouldContain("malformed");
        list.ShouldContain("--from 1@0");
        var show = await Run(ExitCode.Succeeded, "show", ["1@0", .. group]);
        show.ShouldContain($"{Topics.FilteredCarCreatedEvents}[1]@5");
        show.ShouldContain("""value      {"name":"second\u001b[2J"}""");
        show.ShouldNotContain("\u001b");

        string[] redrive = [.. group, "--to", "retry", "--reason", "refused-by-database"];
        var retry = Topics.Retry(Groups.CarConsumer, Limits.RetryDelays[0]);
        (await Run(ExitCode.Succeeded, "redrive", redrive)).ShouldContain($"would copy 1 to {retry}");
        (await Run(ExitCode.Succeeded, "redrive", [.. redrive, "--execute"])).ShouldContain($"copied 1 to {retry}");
        var again = JsonNode.Parse(await Run(ExitCode.Succeeded, "redrive", [.. redrive, "--execute", "--json"]))!;
        again["executed"]!.GetValue<bool>().ShouldBeTrue();
        (again["counts"]!["copies"]!.GetValue<long>(), again["counts"]!["alreadyRedriven"]!.GetValue<long>()).ShouldBe((0, 1));
    }

    [Fact]
    public async Task What_is_not_there_is_an_error()
    {
        await using var broker = await Broker();
        string[] kafka = ["--kafka", broker.BootstrapServers];

        await Run(ExitCode.Failed, "show", ["0@99", "--group", Groups.CarConsumer, .. kafka]);
        await Run(ExitCode.Failed, "list", ["--group", "nobody", .. kafka]);
    }

    [Theory]
    [InlineData("list", "--group")]
    [InlineData("list --group g --limit 0", "--limit")]
    [InlineData("list --group g --from 12", "--from")]
    [InlineData("list --group g --since yesterday", "--since")]
    [InlineData("show --group g x", "PARTITION@OFFSET")]
    [InlineData("redrive --group g", "--to")]
    [InlineData("redrive --group g --to elsewhere", "elsewhere")]
    [InlineData("redrive --group g --to retry --rate 0", "--rate")]
    public void A_wrong_command_line_is_told_what_is_wrong(string arguments, string named)
    {
        var parsed = RootCommands.Create().Parse(["dead-letters", .. arguments.Split(' ')]);

        parsed.Errors.ShouldContain(error => error.Message.Contains(named));
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 30 * 60)]
    [InlineData("6h", 6 * 3_600)]
    [InlineData("2d", 2 * 86_400)]
    [InlineData("2026-01-31T07:00:00Z", 3_600)]
    [InlineData("2026-01-31T07:00:00", 3_600)]
    public void A_time_is_a_moment_or_how_long_ago(string text, int secondsAgo)
    {
        var now = DateTimeOffset.Parse("2026-01-31T08:00:00Z");

        MomentOption.Read(text, now).ShouldBe(now.AddSeconds(-secondsAgo));
    }

    static async Task<EmbeddedBroker> Broker()
    {
        var broker = new EmbeddedBroker();
        await broker.CreateTopics(Topics.All, TestContext.Current.CancellationToken);
        return broker;
    }

    static void DeadLetter(EmbeddedBroker broker, int partition, string name, string reason)
    {
        using var producer = Producer.Create(broker.Connection);
        var headers = new OutgoingHeaders()
            .Add(FaultHeaders.OriginTopic, Topics.FilteredCarCreatedEvents)
            .Add(FaultHeaders.OriginPartition, partition.ToString())
            .Add(FaultHeaders.OriginOffset, "5")
            .Add(FaultHeaders.Reason, reason);
        var value = Encoding.UTF8.GetBytes($$"""{"name":"{{name}}"}""");
        producer.Produce(Topics.DeadLetter(Groups.CarConsumer), partition, "key"u8, value, headers).ShouldBe(ErrorCode.NoError);
        producer.Flush(Patience).ShouldBeTrue();
    }

    static async Task<string> Run(int expected, string command, string[] arguments)
    {
        var output = new StringWriter();
        var configuration = new InvocationConfiguration { Output = output, Error = output };
        var parsed = RootCommands.Create().Parse(["dead-letters", command, .. arguments]);
        parsed.Errors.ShouldBeEmpty();
        var code = await parsed.InvokeAsync(configuration, TestContext.Current.CancellationToken);
        code.ShouldBe(expected, output.ToString());
        return output.ToString();
    }
}
