using ServiceDefaults;

namespace Routing;

/// <summary>What can be configured, under <c>Routing</c> and <c>Pipelines</c>.</summary>
/// <param name="PipelineFolder"><c>Pipelines__Path</c>; default: <c>pipelines</c> beside the program.</param>
/// <param name="CommitInterval"><c>Routing__CommitIntervalMs</c>: from a transaction's first record to its commit.</param>
/// <param name="InstanceId"><c>Routing__InstanceId</c>: a name that this instance alone has and keeps over restarts, so that a restart ends
/// the open transaction of a killed predecessor at once; null: a new one each start, and readers wait until the broker gives it up.</param>
sealed record RoutingOptions(string PipelineFolder, TimeSpan CommitInterval, string? InstanceId)
{
    const int DefaultCommitMilliseconds = 100;
    const int ShortestCommitMilliseconds = 5;
    const int LongestCommitMilliseconds = 5_000;

    public static RoutingOptions Read(IConfiguration configuration, ConfigurationProblems problems)
    {
        var folder = configuration["Pipelines:Path"];
        var commit = problems.Integer(
            configuration, "Routing:CommitIntervalMs", DefaultCommitMilliseconds, ShortestCommitMilliseconds, LongestCommitMilliseconds);
        var instance = configuration["Routing:InstanceId"];
        return new RoutingOptions(
            string.IsNullOrWhiteSpace(folder) ? Path.Combine(AppContext.BaseDirectory, "pipelines") : folder,
            TimeSpan.FromMilliseconds(commit),
            string.IsNullOrWhiteSpace(instance) ? null : instance);
    }
}
