using System.CommandLine;
using System.Text.Json;

namespace Cli;

/// <summary><c>state list</c>.</summary>
static class ListCopies
{
    const int DefaultLimit = 5;
    const int MostLimit = 10_000;

    static readonly Option<int> Limit = NumberOption.Checked(new Option<int>("--limit")
    {
        Description = "Most of each task, the newest first.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultLimit,
    }, NumberOption.Int, count => count is >= 1 and <= MostLimit, $"1 to {MostLimit}");

    static readonly Option<DateTimeOffset?> Until = MomentOption.Create(
        "--until", "Only those taken at this time or before: 2026-01-31T08:00:00Z, or 90s, 30m, 6h, 2d ago.", TimeProvider.System);

    public static Command Create()
    {
        var command = new Command("list", "List copies of state by store and partition.")
        {
            StateOptions.Copies, StateOptions.Group, StateOptions.Store, Until, Limit, StateOptions.Json,
        };
        command.SetAction((parsed, cancellationToken) => StateCommand.Guarded(parsed, () => Run(parsed, cancellationToken)));
        return command;
    }

    static async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        using var source = StateOptions.Open(parsed);
        var copies = await source.List(
            parsed.GetValue(StateOptions.Store), parsed.GetValue(Until), parsed.GetValue(Limit), cancellationToken);
        if (parsed.GetValue(StateOptions.Json))
        {
            var listed = copies.Select(CopyText.Json);
            output.WriteLine(JsonSerializer.Serialize(new { group = source.Application, copies = listed }, JsonSerializerOptions.Web));
            return ExitCode.Succeeded;
        }

        if (copies.Count > 0) output.WriteLine(CopyText.Heading);
        foreach (var copy in copies) output.WriteLine(CopyText.Line(copy));
        output.WriteLine(copies.Count == 0
            ? $"There are no copies of {source.Application}."
            : $"{copies.Count} copies shown, at most {parsed.GetValue(Limit)} of each task: --limit shows more.");
        return ExitCode.Succeeded;
    }
}
