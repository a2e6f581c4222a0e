using System.Collections.Concurrent;
using Streams;

namespace Routing;

/// <summary>The filters of one topic with what a batch needs to run them; as many are made as batches run at once, and kept.</summary>
sealed class TopicFilters(IEnumerable<Filter> filters)
{
    readonly ConcurrentBag<BatchRouter> free = [];
    long tombstones;

    public FilterSet Set { get; } = FilterSet.Compile(filters);

    public long Tombstones => Interlocked.Read(ref tombstones);

    public BatchRouter Rent() => free.TryTake(out var router) ? router : new BatchRouter(Set);

    public void Return(BatchRouter router)
    {
        Interlocked.Add(ref tombstones, router.Tombstones);
        free.Add(router);
    }
}
