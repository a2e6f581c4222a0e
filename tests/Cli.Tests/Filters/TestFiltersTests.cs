using System.Xml.Linq;

namespace Cli.Tests;

public sealed class TestFiltersTests : IDisposable
{
    const string Condition = "any: [{ field: event_type, operator: equals, value: A }, { field: __ts_ms, operator: greaterThan, value: 5, "
        + "valueType: number }]";

    readonly FilterCommand _command = new();

    [Fact]
    public async Task The_cases_of_the_shipped_pipeline_pass_and_cover_every_condition()
    {
        var json = await FilterCommand.Json(ExitCode.Succeeded, "test", FilterCommand.Shipped, "--min-coverage", "100");

        json["failed"]!.GetValue<int>().ShouldBe(0);
        json["uncovered"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failed_case_shows_the_truth_of_every_condition()
    {
        var path = _command.Pipeline("p.yaml", Condition);
        _command.File("p.tests.yaml", """
            tests:
              - { name: right, filter: it, given: { event_type: A }, expect: match }
              - { name: wrong, filter: it, given: { event_type: B, __ts_ms: x }, expect: noMatch }
            """);

        var (output, _) = await FilterCommand.Run(ExitCode.Failed, "test", path);

        output.ShouldContain("ok      it: right");
        output.ShouldContain($"FAILED  it: wrong ({_command.At("p.tests.yaml")}:3)");
        output.ShouldContain("expected noMatch, was unknown");
        output.ShouldContain("""given {"event_type":"B","__ts_ms":"x"}""");
        output.ShouldContain("unknown  any");
        output.ShouldContain("false      event_type equals 'A'   read 'B'");
        output.ShouldContain("unknown    __ts_ms greaterThan 5 (number)   read 'x', which is no number");
        output.ShouldContain("2 cases: 1 passed, 1 failed. Conditions seen true and seen false: 50 %.");
        output.ShouldContain("it: __ts_ms greaterThan 5 (number) was never true, never false");
    }

    [Fact]
    public async Task Too_little_coverage_fails_when_a_least_is_given()
    {
        _command.Pipeline("p.yaml", "{ field: id, operator: isNull }");
        var cases = _command.File("p.tests.yaml", "tests: [{ name: one, filter: it, given: {}, expect: match }]");

        await FilterCommand.Run(ExitCode.Succeeded, "test", cases, "--min-coverage", "50");
        var (_, error) = await FilterCommand.Run(ExitCode.Failed, "test", cases, "--min-coverage", "51");

        error.ShouldContain("50 %");
    }

    [Fact]
    public async Task Outcomes_are_written_as_JUnit_xml()
    {
        var path = _command.Pipeline("p.yaml", "{ field: id, operator: equals, value: '1' }");
        _command.File("p.tests.yaml", """
            tests:
              - { name: "a\u0001<b>", filter: it, given: { id: '1' }, expect: match }
              - { name: wrong, filter: it, given: '{"id":"\u001b', expect: match }
            """);

        await FilterCommand.Run(ExitCode.Failed, "test", path, "--junit", _command.At("junit.xml"));

        var suite = XDocument.Load(_command.At("junit.xml")).Root!.Element("testsuite")!;
        (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value).ShouldBe(("2", "1"));
        var cases = suite.Elements("testcase").ToList();
        (cases[0].Attribute("classname")!.Value, cases[0].Attribute("name")!.Value).ShouldBe(("it", "a\\u0001<b>"));
        cases[0].Element("failure").ShouldBeNull();
        cases[1].Element("failure")!.Attribute("message")!.Value.ShouldContain("expected match, was error");
    }

    [Fact]
    public async Task Cases_are_found_beside_the_flat_json_form_whatever_way_the_path_is_written()
    {
        var path = _command.File("filters.json", """
            {"filters":[{"id":"it","name":"It","consumerId":"c","outputTopic":"o","enabled":false,
             "conditions":[{"field":"id","operator":"isNotNull"}]}]}
            """);
        _command.File("filters.tests.yaml", "tests: [{ name: one, filter: it, given: { id: x }, expect: match }]");
        var folder = Path.GetDirectoryName(path)!;

        foreach (var written in (string[])[path, folder, $"{folder}/", $"{folder}//filters.json", $"{folder}/./filters.tests.yaml"])
            (await FilterCommand.Json(ExitCode.Succeeded, "test", written))["passed"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Without_cases_or_with_broken_ones_nothing_passes()
    {
        var path = _command.Pipeline("p.yaml", "{ field: id, operator: isNull }");
        (await FilterCommand.Json(ExitCode.Failed, "test", path))["error"]!.GetValue<string>().ShouldContain("car-finance.tests.yaml");

        _command.File("p.tests.yaml", "tests: [{ name: one, filter: it, expect: match }]");
        var (_, error) = await FilterCommand.Run(ExitCode.Failed, "test", path);
        error.ShouldContain("p.tests.yaml:1:9: error F006: a case needs 'given'");
        (await FilterCommand.Json(ExitCode.Failed, "test", path))["problems"]![0]!["code"]!.GetValue<string>().ShouldBe("F006");
    }

    public void Dispose() => _command.Dispose();
}
