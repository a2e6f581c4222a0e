namespace Cli.Tests;

public sealed class DiffFiltersTests : IDisposable
{
    readonly FilterCommand _command = new();

    [Fact]
    public async Task The_same_pipeline_has_no_differences()
    {
        var events = _command.File("e.jsonl", "{}\nnot json\n{\"event_type\":\"CarCreated\"}\n");

        var (output, _) = await FilterCommand.Run(
            ExitCode.Succeeded, "diff", FilterCommand.Shipped, FilterCommand.Shipped, "--events", events);

        output.ShouldContain("3 events compared; 0 filters differ.");
    }

    [Fact]
    public async Task Events_whose_outcome_differs_are_listed_for_each_filter()
    {
        var old = _command.Pipeline("old.yaml", "{ field: event_type, operator: equals, value: A }");
        var @new = _command.Pipeline("new.yaml", "{ field: event_type, operator: in, values: [A, B] }", rest: "status: disabled");
        var events = _command.File("e.jsonl", """
            {"event_type":"A"}
            {"event_type":"B","n":1}

            {"event_type":"B","n":2}
            {}
            """);

        var (output, _) = await FilterCommand.Run(ExitCode.Failed, "diff", old, @new, "--events", events, "--examples", "1");

        output.ShouldContain("it: 2 events differ, the first 1:");
        output.ShouldContain("live: live -> not live: status disabled");
        output.ShouldContain($$"""noMatch -> match  {{events}}:2 {"event_type":"B","n":1}""");
        output.ShouldContain("4 events compared; 1 filters differ.");
    }

    [Fact]
    public async Task Filters_that_came_or_went_say_what_they_match()
    {
        var old = _command.Pipeline("old.yaml", "{ field: event_type, operator: equals, value: A }", id: "gone");
        var @new = _command.Pipeline("new.yaml", "{ field: event_type, operator: equals, value: B }", id: "came");
        var array = _command.File("e.json", """
            [
              {"event_type":"A"}, {"event_type":"B"},
              {"event_type":"B"}
            ]
            """);
        var single = _command.File("single.json", "{\n  \"event_type\": \"A\"\n}");

        var json = await FilterCommand.Json(ExitCode.Failed, "diff", old, @new, "--events", array, single);

        json["events"]!.GetValue<int>().ShouldBe(4);
        json["filters"]!.AsArray().Select(filter => (filter!["filter"]!.GetValue<string>(), filter["change"]!.GetValue<string>(),
            filter["differentEvents"]!.GetValue<int>())).ShouldBe([("came", "added", 2), ("gone", "removed", 2)]);
        json["filters"]![0]!["examples"]![0]!["place"]!.GetValue<string>().ShouldBe($"{array}[1]");
    }

    public void Dispose() => _command.Dispose();
}
