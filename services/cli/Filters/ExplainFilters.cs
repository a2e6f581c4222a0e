using System.CommandLine;
using Streams;

namespace Cli;

/// <summary><c>filters explain</c>: why one event passes or not.</summary>
static class ExplainFilters
{
    static readonly Option<string> Event = new("--event")
    {
        Description = $"The event: a file with a record's value, at most {EventFile.MaxBytes} bytes; - for standard input.",
        HelpName = "FILE|-",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command("explain", "Show the truth of every condition for one event, with the value that it read.")
        {
            FilterOptions.Path, FilterOptions.Filter, Event, FilterOptions.Json,
        };
        command.SetAction((parsed, cancellationToken) => FilterRun.Guarded(parsed, () => Run(parsed, cancellationToken)));
        return command;
    }

    static async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var filters = FilterOptions.Chosen(parsed, PipelinePath.Usable(parsed.GetRequiredValue(FilterOptions.Path)));
        var given = await EventFile.Read(parsed.GetRequiredValue(Event), cancellationToken);
        var explained = filters.Select(filter => (Filter: filter, Explanation: new FilterExplainer(filter).Explain(given))).ToList();
        if (parsed.GetValue(FilterOptions.Json))
            FilterRun.Print(parsed, new { filters = explained.Select(each => Json(each.Filter, each.Explanation)) });
        else foreach (var line in explained.SelectMany(each => Lines(each.Filter, each.Explanation)))
            parsed.InvocationConfiguration.Output.WriteLine(line);
        return explained.Exists(each => each.Explanation.Outcome == Outcome.Error) ? ExitCode.Failed : ExitCode.Succeeded;
    }

    static IEnumerable<string> Lines(Filter filter, Explanation explanation)
    {
        var target = explanation.Outcome == Outcome.Match ? $", goes to {filter.OutputTopic}" : "";
        var life = filter.IsLive ? "" : $" ({FilterText.Life(filter)})";
        yield return $"{filter.Id}: {OutcomeNames.Name(explanation.Outcome)}{target}{life}";
        if (explanation.Problem is not null) yield return $"  the event cannot be read: {explanation.Problem}";
        if (explanation.Tree is null) yield break;
        foreach (var line in TruthText.Lines(explanation.Tree)) yield return $"  {line}";
    }

    static object Json(Filter filter, Explanation explanation) => new
    {
        filter = filter.Id,
        live = filter.IsLive,
        outputTopic = filter.OutputTopic,
        outcome = OutcomeNames.Name(explanation.Outcome),
        problem = explanation.Problem,
        tree = explanation.Tree is null ? null : TruthText.Json(explanation.Tree),
    };
}
