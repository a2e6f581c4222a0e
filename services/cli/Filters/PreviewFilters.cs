using System.CommandLine;
using Streams;

namespace Cli;

/// <summary><c>filters preview</c>: what filters would make of the newest records of a topic.</summary>
static class PreviewFilters
{
    const int DefaultExamples = 2;

    static readonly Option<int> Examples = FilterOptions.Examples(DefaultExamples);

    public static Command Create()
    {
        var command = new Command(
            "preview", "Run filters, live or not, over the newest records of a topic; joins no group, commits nothing.")
        {
            FilterOptions.Path, KafkaOption.Given, FilterOptions.Topic, FilterOptions.Last, FilterOptions.Filter, Examples,
            FilterOptions.Timeout, FilterOptions.Json,
        };
        command.SetAction((parsed, cancellationToken) => FilterRun.Guarded(parsed, () => Run(parsed, cancellationToken)));
        return command;
    }

    static async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var chosen = FilterOptions.Chosen(parsed, PipelinePath.Usable(parsed.GetRequiredValue(FilterOptions.Path)));
        var topic = FilterTopics.Chosen(parsed, chosen);
        var tallies = FilterTopics.Of(topic, chosen).Select(filter => new FilterTally(filter, parsed.GetValue(Examples))).ToList();
        var tombstones = 0L;
        var reading = await FilterTopics.Tail(parsed, topic).Read(parsed.GetValue(FilterOptions.Last), (position, value, isTombstone) =>
        {
            if (isTombstone) tombstones++;
            else foreach (var tally in tallies) tally.Add(position, value);
        }, cancellationToken);

        if (parsed.GetValue(FilterOptions.Json)) FilterRun.Print(parsed, Json(topic, reading, tombstones, tallies));
        else foreach (var line in Lines(topic, reading, tombstones, tallies)) parsed.InvocationConfiguration.Output.WriteLine(line);
        return reading.IsComplete ? ExitCode.Succeeded : ExitCode.Failed;
    }

    static IEnumerable<string> Lines(string topic, TailReading reading, long tombstones, List<FilterTally> tallies)
    {
        yield return $"{reading.Records} records of {topic} read, {tombstones} of them tombstones, which routing passes over."
            + (reading.IsComplete ? "" : " The time was over before the rest: --timeout gives more.");
        var width = tallies.Max(tally => tally.Filter.Id.Length);
        yield return $"{"filter".PadRight(width)}  {"match",9} {"noMatch",9} {"unknown",9} {"error",9}";
        foreach (var tally in tallies)
        {
            var counts = string.Join(' ', Enum.GetValues<Outcome>().Select(outcome => $"{tally.Count(outcome),9}"));
            var life = tally.Filter.IsLive ? "" : $"  ({FilterText.Life(tally.Filter)})";
            yield return $"{tally.Filter.Id.PadRight(width)}  {counts}{life}";
        }
        foreach (var tally in tallies)
            foreach (var outcome in Enum.GetValues<Outcome>())
                foreach (var example in tally.Examples(outcome))
                    yield return $"{tally.Filter.Id}: {OutcomeNames.Name(outcome)} {FilterText.Line(example)}";
    }

    static object Json(string topic, TailReading reading, long tombstones, List<FilterTally> tallies) => new
    {
        topic,
        records = reading.Records,
        tombstones,
        complete = reading.IsComplete,
        filters = tallies.Select(tally => new
        {
            filter = tally.Filter.Id,
            live = tally.Filter.IsLive,
            outputTopic = tally.Filter.OutputTopic,
            counts = Enum.GetValues<Outcome>().ToDictionary(OutcomeNames.Name, tally.Count),
            examples = Enum.GetValues<Outcome>().ToDictionary(OutcomeNames.Name, tally.Examples),
        }),
    };
}
