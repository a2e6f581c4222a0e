namespace Cli.Tests;

public sealed class ExplainFiltersTests : IDisposable
{
    readonly FilterCommand _command = new();

    [Fact]
    public async Task Every_condition_is_shown_with_what_it_read_and_the_cast()
    {
        var path = _command.Pipeline("p.yaml", """
            all:
                      - not: { field: event_type, operator: in, values: [A, B] }
                      - { field: __ts_ms, operator: between, min: 1, max: 20, valueType: number }
                      - { field: created_date, operator: greaterThan, value: 9, valueType: timestamp }
                      - { field: saved_date, operator: isNull }
            """, rest: "status: approved");
        var given = _command.File("e.json", """
            { "event_type": "C", "__ts_ms": "1.250e1",
              "created_date": "1970-01-01T00:00:01.0019Z" }
            """);

        var (output, _) = await FilterCommand.Run(ExitCode.Succeeded, "explain", path, "--filter", "it", "--event", given);

        output.ReplaceLineEndings("\n").ShouldBe("""
            it: match, goes to somewhere (not live: status approved)
              true     all
              true       not
              false        event_type in 'A', 'B'   read 'C'
              true       __ts_ms between 1 and 20 (number)   read '1.250e1', as number 12.5
              true       created_date greaterThan 9 (timestamp)   read '1970-01-01T00:00:01.0019Z', as timestamp 1970-01-01T00:00:01.001Z
              true       saved_date isNull   read nothing: absent, null, an object or an array

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_an_error_with_its_byte()
    {
        var path = _command.Pipeline("p.yaml", "{ field: id, operator: isNull }");
        var given = _command.File("e.json", """{"id":}""");

        var json = await FilterCommand.Json(ExitCode.Failed, "explain", path, "--event", given);

        json["filters"]![0]!["outcome"]!.GetValue<string>().ShouldBe("error");
        json["filters"]![0]!["problem"]!.GetValue<string>().ShouldContain("byte 6");
    }

    [Fact]
    public async Task What_is_not_there_is_told_with_what_is()
    {
        var path = _command.Pipeline("p.yaml", "{ field: id, operator: isNull }");
        var given = _command.File("e.json", "{}");

        (await FilterCommand.Json(ExitCode.WrongUse, "explain", path, "--filter", "its", "--event", given))["error"]!.GetValue<string>()
            .ShouldContain("There are: it.");
        await FilterCommand.Run(ExitCode.Failed, "explain", path, "--event", _command.At("missing.json"));
        await FilterCommand.Run(ExitCode.Failed, "explain", _command.File("b.yaml", "filters: 1"), "--event", given);
    }

    [Fact]
    public async Task A_file_of_events_is_bounded()
    {
        var path = _command.Pipeline("p.yaml", "{ field: id, operator: isNull }");
        var large = _command.File("large.json", new string(' ', EventFile.MaxBytes) + "{}");

        (await FilterCommand.Run(ExitCode.Failed, "explain", path, "--event", large)).Error.ShouldContain("more than 10485760 bytes");
        await FilterCommand.Run(ExitCode.Failed, "diff", path, path, "--events", large);
    }

    [Fact]
    public async Task Nothing_in_an_event_acts_on_the_terminal()
    {
        var path = _command.Pipeline("p.yaml", "{ field: event_type, operator: equals, value: \"\\u202Ex\" }");
        var given = _command.File("e.json", """{"event_type":"\u001b[2J\u009b1;1H\u2028"}""");

        var (output, _) = await FilterCommand.Run(ExitCode.Succeeded, "explain", path, "--event", given);

        output.ShouldContain("'\\u001b[2J\\u009b1;1H\\u2028'");
        output.ShouldContain("'\\u202ex'");
        output.ShouldNotContain('\u001b');
    }

    public void Dispose() => _command.Dispose();
}
