using Streams;

namespace Routing;

/// <summary>The live joins of pipelines as this service runs them.</summary>
static class RunningJoins
{
    /// <summary>Both sides of each live join.</summary>
    public static IEnumerable<RekeyedSide> Sides(Pipeline pipeline) =>
        pipeline.Joins.Where(join => join.IsLive).SelectMany(join => RekeyedSide.Of(
            join, new JoinNames(pipeline.Name, join.Id)));
}
