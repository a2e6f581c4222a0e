using System.Collections.Concurrent;
using Streams;

namespace Routing;

/// <summary>
/// The filters of one topic, and the sides of joins that read it, with what a batch needs to run them; as many are made as batches run at
/// once, and kept.
/// </summary>
sealed class TopicFilters(IEnumerable<Filter> filters, IReadOnlyList<RekeyedSide> sides)
{
    readonly ConcurrentBag<BatchRouter> free = [];
    long tombstones;

    /// <summary>The live filters, then those of the sides.</summary>
    public FilterSet Set { get; } = FilterSet.Compile(
        [.. filters, .. sides.Select(side => side.Filter)], fields: sides.SelectMany(side => side.Fields));

    public long Tombstones => Interlocked.Read(ref tombstones);

    public BatchRouter Rent() => free.TryTake(out var router) ? router : new BatchRouter(Set, sides);

    public void Return(BatchRouter router)
    {
        Interlocked.Add(ref tombstones, router.Tombstones);
        free.Add(router);
    }
}
