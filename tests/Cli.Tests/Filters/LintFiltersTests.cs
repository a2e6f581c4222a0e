using Streams;

namespace Cli.Tests;

public sealed class LintFiltersTests : IDisposable
{
    readonly FilterCommand _command = new();

    [Fact]
    public async Task All_problems_of_all_files_come_at_once_with_place_code_and_fix()
    {
        var yaml = _command.Pipeline("one.yaml", "{ field: event_typ, operator: equal, value: x }");
        var json = _command.File("two.json", """{"filters": [{"id": "A", "nam": "x"}]}""");

        var (output, _) = await FilterCommand.Run(ExitCode.Failed, "lint", yaml, json, _command.At("missing.yaml"));

        output.ShouldContain($"{yaml}:9:18: error F011: unknown field 'event_typ'; did you mean 'event_type'?");
        output.ShouldContain($"{yaml}:9:39: error F012: 'operator' of a condition is 'equal'; did you mean 'equals'?");
        output.ShouldContain($"{json}:1:26: error F004: unknown key 'nam' in a filter; did you mean 'name'?");
        output.ShouldContain($"{_command.At("missing.yaml")}:1:1: error F001: cannot be read");
    }

    [Fact]
    public async Task Warnings_fail_only_when_told_to()
    {
        var path = _command.Pipeline("p.yaml", "{ field: __ts_ms, operator: greaterThan, value: 5 }");

        (await FilterCommand.Run(ExitCode.Succeeded, "lint", path)).Output.ShouldContain("warning F017");
        await FilterCommand.Run(ExitCode.Failed, "lint", path, "--deny-warnings");
        var json = await FilterCommand.Json(ExitCode.Succeeded, "lint", path);
        (json["errors"]!.GetValue<int>(), json["warnings"]!.GetValue<int>()).ShouldBe((0, 1));
        json["problems"]![0]!["line"]!.GetValue<int>().ShouldBe(9);
    }

    [Fact]
    public async Task A_folder_is_read_as_routing_reads_it_with_the_cases_beside()
    {
        var path = _command.Pipeline("a.yaml", "{ field: id, operator: isNull }");
        _command.Pipeline("b.yaml", "{ field: id, operator: isNull }");
        var cases = _command.File("a.tests.yaml", "tests: [{ name: x, filter: itt, given: {}, expect: matches }]");
        var orphan = _command.File("c.tests.yml", "tests: []");

        var (output, _) = await FilterCommand.Run(ExitCode.Failed, "lint", Path.GetDirectoryName(path)!);

        output.ShouldContain("b.yaml:1:1: error F009: filter or join 'it' is also in");
        output.ShouldContain($"{cases}:1:28: error F010: no filter of the pipeline has the id 'itt'; did you mean 'it'?");
        output.ShouldContain("'expect' of a case is 'matches'; did you mean 'match'?");
        output.ShouldContain($"{orphan}:1:1: error F010: there is no pipeline of that name");
    }

    [Fact]
    public async Task GitHub_is_given_workflow_commands_in_which_nothing_of_the_file_acts()
    {
        var path = _command.Pipeline("p,1.yaml", """{ field: "x%\n::error::y", operator: isNull }""");

        var (output, _) = await FilterCommand.Run(ExitCode.Failed, "lint", path, "--github");

        output.ShouldContain($"::error file={path.Replace(",", "%2C")},line=9,col=18,title=F011::unknown field 'x%25\\n::error::y'");
        output.Split('\n').Count(line => line.StartsWith("::", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Every_code_is_listed()
    {
        var codes = typeof(ProblemCodes).GetFields().Select(field => (string)field.GetValue(null)!).Order();

        var (output, _) = await FilterCommand.Run(ExitCode.Succeeded, "lint", "--codes");

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..4]).ShouldBe(codes);
    }

    [Theory]
    [InlineData("lint", "Name the files")]
    [InlineData("lint p --github --json", "exclude each other")]
    [InlineData("test", "Required argument")]
    [InlineData("test p --min-coverage 101", "0 to 100")]
    [InlineData("explain p", "--event")]
    [InlineData("preview p --last 0", "--last")]
    [InlineData("preview p --timeout 0", "--timeout")]
    [InlineData("diff a b", "--events")]
    [InlineData("diff a b --events e --kafka k:1", "--kafka")]
    public void A_wrong_command_line_is_told_what_is_wrong(string arguments, string named)
    {
        var parsed = RootCommands.Create().Parse(["filters", .. arguments.Split(' ')]);

        parsed.Errors.ShouldContain(error => error.Message.Contains(named));
    }

    public void Dispose() => _command.Dispose();
}
