using System.CommandLine;
using Streams;

namespace Cli;

/// <summary><c>filters diff</c>: what a new version of a pipeline makes differently, event by event.</summary>
static class DiffFilters
{
    const int DefaultExamples = 10;

    static readonly Argument<string> Old = new("old") { Description = "The version that runs: a pipeline file or a folder of them." };

    static readonly Argument<string> New = new("new") { Description = "The version that is to run." };

    static readonly Option<string[]> Events = new("--events")
    {
        Description = "Files of events: one JSON object a line, or one JSON array, or a single event; - for standard input.",
        HelpName = "FILE...",
        AllowMultipleArgumentsPerToken = true,
    };

    static readonly Option<int> Examples = FilterOptions.Examples(DefaultExamples);

    public static Command Create()
    {
        var command = new Command(
            "diff", "List filters that came, went or changed, and the events whose outcome differs. Exit code 1: there are some.")
        {
            Old, New, Events, KafkaOption.Given, FilterOptions.Topic, FilterOptions.Last, Examples, FilterOptions.Timeout,
            FilterOptions.Json,
        };
        command.Validators.Add(result =>
        {
            var fromKafka = result.GetResult(KafkaOption.Given) is not null || result.GetResult(FilterOptions.Topic) is not null;
            if (fromKafka == (result.GetResult(Events) is not null))
                result.AddError("Name the events to compare by: --events FILE..., or --kafka HOST:PORT (and --topic TOPIC).");
        });
        command.SetAction((parsed, cancellationToken) => FilterRun.Guarded(parsed, () => Run(parsed, cancellationToken)));
        return command;
    }

    static async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var old = Filters(parsed.GetRequiredValue(Old));
        var @new = Filters(parsed.GetRequiredValue(New));
        var differences = PipelineDifference.Of(old, @new, parsed.GetValue(Examples));
        var (events, isComplete) = parsed.GetValue(Events) is { Length: > 0 } files
            ? await AddFiles(parsed, files, differences, cancellationToken)
            : await AddTopic(parsed, [.. old, .. @new], differences, cancellationToken);

        var found = differences.Where(difference => difference.IsDifference).ToList();
        if (parsed.GetValue(FilterOptions.Json)) FilterRun.Print(parsed, DifferenceText.Json(events, isComplete, found));
        else foreach (var line in DifferenceText.Lines(events, isComplete, found)) parsed.InvocationConfiguration.Output.WriteLine(line);
        return found.Count == 0 && isComplete ? ExitCode.Succeeded : ExitCode.Failed;
    }

    static List<Filter> Filters(string path) => [.. PipelinePath.Usable(path).SelectMany(pipeline => pipeline.Filters)];

    static async Task<(long Events, bool IsComplete)> AddFiles(
        ParseResult parsed, string[] files, IReadOnlyList<FilterDifference> differences, CancellationToken cancellationToken)
    {
        var timeout = TimeSpan.FromSeconds(parsed.GetValue(FilterOptions.Timeout));
        var started = TimeProvider.System.GetTimestamp();
        var count = 0L;
        foreach (var file in files)
        {
            foreach (var (place, value) in EventFile.Events(file, await EventFile.Read(file, cancellationToken)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (TimeProvider.System.GetElapsedTime(started) > timeout) return (count, false);
                count++;
                foreach (var difference in differences) difference.Add(place, value.Span);
            }
        }
        return (count, true);
    }

    static async Task<(long Events, bool IsComplete)> AddTopic(ParseResult parsed, IReadOnlyList<Filter> filters,
        IReadOnlyList<FilterDifference> differences, CancellationToken cancellationToken)
    {
        var topic = FilterTopics.Chosen(parsed, filters);
        var count = 0L;
        var reading = await FilterTopics.Tail(parsed, topic).Read(parsed.GetValue(FilterOptions.Last), (position, value, isTombstone) =>
        {
            if (isTombstone) return;
            count++;
            var place = position.ToString();
            foreach (var difference in differences) difference.Add(place, value);
        }, cancellationToken);
        return (count, reading.IsComplete);
    }
}
