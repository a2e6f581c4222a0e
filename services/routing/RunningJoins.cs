using Contracts;
using Streams;

namespace Routing;

/// <summary>The live joins of pipelines as this service runs them.</summary>
static class RunningJoins
{
    /// <summary>Both sides of each live join of a pipeline.</summary>
    public static IEnumerable<RekeyedSide> Sides(Pipeline pipeline) =>
        Live(pipeline).SelectMany(join => RekeyedSide.Of(join, new JoinNames(pipeline.Name, join.Id)));

    /// <summary>The tasks of all of them.</summary>
    public static IReadOnlyList<TaskDefinition> Tasks(IEnumerable<Pipeline> pipelines, TimeProvider time) =>
        [.. pipelines.SelectMany(pipeline => Live(pipeline).SelectMany(join => JoinTasks.Of(pipeline.Name, join, time)))];

    /// <summary>The topics that they need beside their outputs.</summary>
    public static IReadOnlyList<Topic> Topics(IEnumerable<Pipeline> pipelines) =>
    [
        .. pipelines.SelectMany(pipeline => Live(pipeline).SelectMany(join =>
            Contracts.Topics.OfJoin(Groups.Routing, pipeline.Name, join.Id, join.Many.IsOnMutable))),
    ];

    /// <summary>Equal texts run the same tasks: what a reload may not change.</summary>
    public static string Signature(IEnumerable<Pipeline> pipelines) => string.Join('\n', pipelines.SelectMany(pipeline =>
        Live(pipeline).Select(join => $"{pipeline.Name} {join} {string.Join(' ', join.Columns)}")));

    static IEnumerable<Join> Live(Pipeline pipeline) => pipeline.Joins.Where(join => join.IsLive);
}
