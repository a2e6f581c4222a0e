using ServiceDefaults;

namespace Routing;

/// <summary>What can be configured, under <c>Routing</c> and <c>Pipelines</c>.</summary>
/// <param name="PipelineFolder"><c>Pipelines__Path</c>; default: <c>pipelines</c> beside the program.</param>
/// <param name="CommitInterval"><c>Routing__CommitIntervalMs</c>: from a transaction's first record to its commit.</param>
/// <param name="StateFolder"><c>Routing__StateFolder</c>: a folder that outlives the process and is this instance's alone; null: none. Its
/// name is kept there, so that a restart ends the open transaction of its killed predecessor at once and gets the same partitions; without
/// it readers wait until the broker gives that transaction up.</param>
/// <param name="InstanceId"><c>Routing__InstanceId</c>: a given name in place of a generated one.</param>
sealed record RoutingOptions(string PipelineFolder, TimeSpan CommitInterval, string? StateFolder, string? InstanceId)
{
    const int DefaultCommitMilliseconds = 100;
    const int ShortestCommitMilliseconds = 5;
    const int LongestCommitMilliseconds = 5_000;

    public static RoutingOptions Read(IConfiguration configuration, ConfigurationProblems problems)
    {
        var commit = problems.Integer(
            configuration, "Routing:CommitIntervalMs", DefaultCommitMilliseconds, ShortestCommitMilliseconds, LongestCommitMilliseconds);
        return new RoutingOptions(
            Text(configuration, "Pipelines:Path") ?? Path.Combine(AppContext.BaseDirectory, "pipelines"),
            TimeSpan.FromMilliseconds(commit),
            Text(configuration, "Routing:StateFolder"),
            Text(configuration, "Routing:InstanceId"));
    }

    static string? Text(IConfiguration configuration, string name) =>
        configuration[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
