using System.CommandLine;
using Streams;

namespace Cli;

/// <summary>The arguments and options that the commands on filters share.</summary>
static class FilterOptions
{
    const int DefaultLast = 1_000;
    const int MaxLast = 1_000_000;
    const int DefaultTimeoutSeconds = 60;
    const int MaxTimeoutSeconds = 3_600;
    const int MaxExamples = 100;

    /// <summary>Filters that an error lists.</summary>
    const int MostNamed = 20;

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print the result as one JSON object, the last line of standard output; everything else goes to standard error.",
    };

    public static readonly Argument<string> Path = new("path") { Description = "A pipeline file (YAML or JSON), or a folder of them." };

    public static readonly Option<string?> Filter = new("--filter") { Description = "Only this filter, by its id.", HelpName = "ID" };

    public static readonly Option<string?> Topic = new("--topic")
    {
        Description = "The topic to read; without it the only topic that the pipeline reads.",
        HelpName = "TOPIC",
    };

    public static readonly Option<int> Last = NumberOption.Checked(new Option<int>("--last")
    {
        Description = "So many of the newest records, spread over the partitions.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultLast,
    }, NumberOption.Int, count => count is >= 1 and <= MaxLast, $"1 to {MaxLast}");

    public static readonly Option<int> Timeout = NumberOption.Checked(new Option<int>("--timeout")
    {
        Description = "Seconds after which reading ends with what was read so far, and exit code 1.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => DefaultTimeoutSeconds,
    }, NumberOption.Int, seconds => seconds is >= 1 and <= MaxTimeoutSeconds, $"1 to {MaxTimeoutSeconds} seconds");

    public static Option<int> Examples(int count) => NumberOption.Checked(new Option<int>("--examples")
    {
        Description = "Most events shown of each kind and filter.",
        HelpName = "N",
        DefaultValueFactory = _ => count,
    }, NumberOption.Int, most => most is >= 0 and <= MaxExamples, $"0 to {MaxExamples}");

    /// <summary>The filters of pipelines, or the one that <c>--filter</c> names.</summary>
    /// <exception cref="WrongUseException">There is no such filter.</exception>
    public static IReadOnlyList<Filter> Chosen(ParseResult parsed, IReadOnlyList<Pipeline> pipelines)
    {
        var filters = pipelines.SelectMany(pipeline => pipeline.Filters).ToList();
        if (parsed.GetValue(Filter) is not { } id) return filters;
        if (filters.Find(filter => filter.Id == id) is { } found) return [found];
        var named = string.Join(", ", filters.Take(MostNamed).Select(filter => filter.Id));
        throw new WrongUseException($"No filter has the id '{id}'. There are: {named}{(filters.Count > MostNamed ? ", …" : ".")}");
    }
}
