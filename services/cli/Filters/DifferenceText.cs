using Streams;

namespace Cli;

/// <summary>Differences of two versions of a pipeline, for people and for scripts.</summary>
static class DifferenceText
{
    public static IEnumerable<string> Lines(long events, bool isComplete, IReadOnlyList<FilterDifference> differences)
    {
        foreach (var difference in differences)
        {
            yield return $"{difference.FilterId}: {Summary(difference)}";
            foreach (var setting in difference.Settings) yield return $"  {ShownText.Of(setting)}";
            foreach (var example in difference.Events)
                yield return $"  {OutcomeNames.Name(example.Old)} -> {OutcomeNames.Name(example.New)}  {FilterText.Line(example.Event)}";
        }
        yield return $"{events} events compared; {differences.Count} filters differ."
            + (isComplete ? "" : " The time was over before the rest: --timeout gives more.");
    }

    public static object Json(long events, bool isComplete, IReadOnlyList<FilterDifference> differences) => new
    {
        events,
        complete = isComplete,
        filters = differences.Select(difference => new
        {
            filter = difference.FilterId,
            change = Change(difference),
            settings = difference.Settings,
            differentEvents = difference.Different,
            examples = difference.Events.Select(example => new
            {
                place = example.Event.Place,
                value = example.Event.Value,
                problem = example.Event.Problem,
                old = OutcomeNames.Name(example.Old),
                @new = OutcomeNames.Name(example.New),
            }),
        }),
    };

    static string Change(FilterDifference difference) =>
        difference.IsAdded ? "added" : difference.IsRemoved ? "removed" : "changed";

    static string Summary(FilterDifference difference) => difference.IsAdded || difference.IsRemoved
        ? $"{Change(difference)}; {difference.Different} events match it"
        : $"{difference.Different} events differ"
            + (difference.Different > difference.Events.Count ? $", the first {difference.Events.Count}:" : "");
}
