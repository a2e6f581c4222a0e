using System.Text.Json;
using Streams;

namespace Cli;

/// <summary>What is said of filters in several commands.</summary>
static class FilterText
{
    const int ShownEvent = 160;

    /// <summary>The status as pipeline files write it.</summary>
    public static string Name(FilterStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());

    /// <summary>Why a filter that is not live does not run.</summary>
    public static string Life(Filter filter) =>
        filter.IsLive ? "live" : $"not live: {(filter.Enabled ? $"status {Name(filter.Status)}" : "not enabled")}";

    /// <summary>An example in one line.</summary>
    public static string Line(EventExample example) =>
        $"{ShownText.Of(example.Place)} {ShownText.Of(example.Value, ShownEvent)}"
        + (example.Problem is null ? "" : $" ({example.Problem})");
}
