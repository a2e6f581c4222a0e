using Contracts;
using Streams;

namespace Routing;

/// <summary>What of pipelines this service runs with state: live joins, and topics that are deduplicated.</summary>
static class RunningTasks
{
    /// <summary>Both sides of each live join of a pipeline.</summary>
    public static IEnumerable<RekeyedSide> Sides(Pipeline pipeline) =>
        Live(pipeline).SelectMany(join => RekeyedSide.Of(join, new JoinNames(pipeline.Name, join.Id)));

    /// <summary>The tasks of all of them.</summary>
    public static IReadOnlyList<TaskDefinition> Tasks(IEnumerable<Pipeline> pipelines, TimeProvider time) =>
    [
        .. pipelines.SelectMany(pipeline => Live(pipeline).SelectMany(join => JoinTasks.Of(pipeline.Name, join, time))),
        .. Deduplicated(pipelines).Select(source => DedupeTasks.Of(source, Groups.Routing)),
    ];

    /// <summary>The topics that joins need beside their outputs.</summary>
    public static IReadOnlyList<Topic> TopicsOfJoins(IEnumerable<Pipeline> pipelines) =>
    [
        .. pipelines.SelectMany(pipeline => Live(pipeline).SelectMany(join =>
            Contracts.Topics.OfJoin(Groups.Routing, pipeline.Name, join.Id, join.Many.IsOnMutable))),
    ];

    /// <summary>Equal texts run the same tasks: what a reload may not change.</summary>
    public static string Signature(IReadOnlyList<Pipeline> pipelines) => string.Join('\n',
    [
        .. pipelines.SelectMany(pipeline =>
            Live(pipeline).Select(join => $"{pipeline.Name} {join} {string.Join(' ', join.Columns)}")),
        .. Deduplicated(pipelines).Select(source => $"{source.Topic} {source.Dedupe}"),
    ]);

    /// <summary>A source of each topic that is deduplicated.</summary>
    public static IReadOnlyList<Source> Deduplicated(IEnumerable<Pipeline> pipelines) =>
    [
        .. pipelines.SelectMany(pipeline => pipeline.Sources).Where(source => source.Dedupe is not null)
            .DistinctBy(source => source.Topic),
    ];

    static IEnumerable<Join> Live(Pipeline pipeline) => pipeline.Joins.Where(join => join.IsLive);
}
