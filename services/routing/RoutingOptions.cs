using ServiceDefaults;
using Streams;

namespace Routing;

/// <summary>What can be configured, under <c>Routing</c> and <c>Pipelines</c>.</summary>
/// <param name="PipelineFolder"><c>Pipelines__Path</c>; default: <c>pipelines</c> beside the program.</param>
/// <param name="CommitInterval"><c>Routing__CommitIntervalMs</c>: from a transaction's first record to its commit.</param>
/// <param name="StateFolder"><c>Routing__StateFolder</c>: a folder that outlives the process and is this instance's alone; null: none. Its
/// name is kept there, so that a restart ends the open transaction of its killed predecessor at once and gets the same partitions; without
/// it readers wait until the broker gives that transaction up. The state of joins and seen ids is there too; without it each start reads
/// whole changelogs.</param>
/// <param name="IsExactlyOnce"><c>Routing__Delivery</c>: <c>exactlyOnce</c>, the default, or <c>atLeastOnce</c>, whose outputs are visible
/// at once and may be repeated after a failure.</param>
/// <param name="InstanceId"><c>Routing__InstanceId</c>: a given name in place of a generated one.</param>
/// <param name="CheckpointInterval"><c>Routing__CheckpointSeconds</c>: between two checkpoints of a task's state.</param>
/// <param name="TaskMemoryBytes"><c>Routing__TaskMemoryMb</c>: memory of one task's state; what exceeds it is on disk.</param>
/// <param name="Copies"><c>State__Checkpoints</c>: where checkpoints are copied to, with <c>State__CopySeconds</c> between two of a task,
/// kept for <c>State__RetentionDays</c>; null: nowhere.</param>
/// <param name="Standby"><c>Routing__Standby</c>: <c>true</c> to follow the changelogs of all tasks that other instances run, so as to take
/// them over within seconds. Each costs what a task costs: the memory above, and its state on disk. Default: <c>false</c>.</param>
sealed record RoutingOptions(
    string PipelineFolder, TimeSpan CommitInterval, bool IsExactlyOnce, string? StateFolder, string? InstanceId,
    TimeSpan CheckpointInterval, long TaskMemoryBytes, CopySettings? Copies, bool Standby)
{
    const int DefaultCheckpointSeconds = 10;
    const int LongestCheckpointSeconds = 3_600;
    const int DefaultTaskMegabytes = 32;
    const int FewestTaskMegabytes = 16;
    const int MostTaskMegabytes = 64 * 1024;
    const int LongestCopySeconds = 24 * 3_600;
    const int MostRetentionDays = 3_650;
    const long Megabyte = 1024 * 1024;

    const string ExactlyOnce = "exactlyOnce";
    static readonly string[] Deliveries = [ExactlyOnce, "atLeastOnce"];

    const int DefaultCommitMilliseconds = 100;
    const int ShortestCommitMilliseconds = 5;
    const int LongestCommitMilliseconds = 5_000;

    public static RoutingOptions Read(IConfiguration configuration, ConfigurationProblems problems)
    {
        var commit = problems.Integer(
            configuration, "Routing:CommitIntervalMs", DefaultCommitMilliseconds, ShortestCommitMilliseconds, LongestCommitMilliseconds);
        var checkpoint = problems.Integer(
            configuration, "Routing:CheckpointSeconds", DefaultCheckpointSeconds, 1, LongestCheckpointSeconds);
        var megabytes = problems.Integer(
            configuration, "Routing:TaskMemoryMb", DefaultTaskMegabytes, FewestTaskMegabytes, MostTaskMegabytes);
        var delivery = Text(configuration, "Routing:Delivery");
        if (delivery is not null && !Deliveries.Contains(delivery, StringComparer.OrdinalIgnoreCase))
            problems.Found.Add($"Routing:Delivery is '{delivery}', use {string.Join(" or ", Deliveries)}");
        return new RoutingOptions(
            Text(configuration, "Pipelines:Path") ?? Path.Combine(AppContext.BaseDirectory, "pipelines"),
            TimeSpan.FromMilliseconds(commit),
            delivery is null || delivery.Equals(ExactlyOnce, StringComparison.OrdinalIgnoreCase),
            Text(configuration, "Routing:StateFolder"),
            Text(configuration, "Routing:InstanceId"),
            TimeSpan.FromSeconds(checkpoint),
            megabytes * Megabyte,
            ReadCopies(configuration, problems),
            ReadStandby(configuration, problems));
    }

    static bool ReadStandby(IConfiguration configuration, ConfigurationProblems problems)
    {
        if (Text(configuration, "Routing:Standby") is not { } text) return false;
        if (!bool.TryParse(text, out var isStandby)) problems.Found.Add($"Routing__Standby is '{text}': give true or false.");
        return isStandby;
    }

    static CopySettings? ReadCopies(IConfiguration configuration, ConfigurationProblems problems)
    {
        var seconds = problems.Integer(
            configuration, "State:CopySeconds", (int)CopySettings.DefaultInterval.TotalSeconds, 1, LongestCopySeconds);
        var days = problems.Integer(configuration, "State:RetentionDays", (int)CopySettings.DefaultAge.TotalDays, 1, MostRetentionDays);
        if (Text(configuration, "State:Checkpoints") is not { } location) return null;
        if (CopySettings.Fault(location) is { } fault) problems.Found.Add($"State__Checkpoints: {fault}");
        return new CopySettings { Location = location, Interval = TimeSpan.FromSeconds(seconds), Age = TimeSpan.FromDays(days) };
    }

    static string? Text(IConfiguration configuration, string name) =>
        configuration[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
