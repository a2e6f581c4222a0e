using System.CommandLine;
using System.Text.Json.Nodes;

namespace Cli.Tests;

/// <summary>What the commands on state say where there is nothing to do; with state they run in the tests of routing.</summary>
public sealed class StateCommandTests
{
    [Fact]
    public async Task A_place_without_copies_is_listed_as_such()
    {
        using var folder = new TemporaryFolder();
        var place = $"file://{folder.Path}";

        (await Run(ExitCode.Succeeded, "list", "--copies", place)).ShouldContain("There are no copies of routing-group.");

        var listed = JsonNode.Parse(await Run(ExitCode.Succeeded, "list", "--copies", place, "--json"))!;
        listed["copies"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_restore_without_copies_says_so()
    {
        using var folder = new TemporaryFolder();

        (await Run(ExitCode.Failed, "restore", "--at", "1h", "--copies", $"file://{folder.Path}", "--kafka", "127.0.0.1:1"))
            .ShouldContain("There is no copy");
    }

    [Fact]
    public async Task A_service_that_does_not_run_is_named()
    {
        const string service = "http://127.0.0.1:1";

        (await Run(ExitCode.Failed, "savepoint", "--service", service)).ShouldContain("127.0.0.1:1");
    }

    [Fact]
    public async Task Without_a_place_the_way_to_name_one_is_told() =>
        (await Run(ExitCode.Failed, "list")).ShouldContain("--copies s3://bucket/prefix, or State__Checkpoints");

    [Theory]
    [InlineData("list --limit 0", "--limit")]
    [InlineData("list --until yesterday", "--until")]
    [InlineData("list --copies somewhere", "--copies")]
    [InlineData("restore", "--at")]
    [InlineData("restore --at never", "--at")]
    [InlineData("savepoint --service localhost", "--service")]
    public void A_wrong_command_line_is_told_what_is_wrong(string arguments, string named)
    {
        var parsed = RootCommands.Create().Parse(["state", .. arguments.Split(' ')]);

        parsed.Errors.ShouldContain(error => error.Message.Contains(named));
    }

    static async Task<string> Run(int expected, string command, params string[] arguments)
    {
        var output = new StringWriter();
        var parsed = RootCommands.Create().Parse(["state", command, .. arguments]);
        parsed.Errors.ShouldBeEmpty();
        var code = await parsed.InvokeAsync(
            new InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);
        code.ShouldBe(expected, output.ToString());
        return output.ToString();
    }
}
