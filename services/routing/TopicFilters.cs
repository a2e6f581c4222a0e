using System.Collections.Concurrent;
using Streams;

namespace Routing;

/// <summary>
/// The filters of one topic, and the sides of joins that read it, with what a batch needs to run them; as many are made as batches run at
/// once, and kept.
/// </summary>
/// <param name="source">One of the sources that read the topic: all are of one format and say the same of duplicates.</param>
/// <param name="filters">The filters.</param>
/// <param name="sides">The sides of live joins.</param>
sealed class TopicFilters(Source source, IEnumerable<Filter> filters, IReadOnlyList<RekeyedSide> sides)
{
    readonly ConcurrentBag<BatchRouter> free = [];
    long tombstones;
    long duplicates;

    /// <summary>Which of its records are duplicates; null: none.</summary>
    public Dedupe? Dedupe => source.Dedupe;

    /// <summary>The live filters, then those of the sides.</summary>
    public FilterSet Set { get; } = FilterSet.Compile(
        [.. filters, .. sides.Select(side => side.Filter)], format: source.Format, fields: Fields(source.Dedupe, sides));

    public long Tombstones => Interlocked.Read(ref tombstones);

    /// <summary>Records whose id was seen before.</summary>
    public long Duplicates => Interlocked.Read(ref duplicates);

    public BatchRouter Rent() => free.TryTake(out var router) ? router : new BatchRouter(Set, sides, Dedupe?.By);

    public void Return(BatchRouter router)
    {
        Interlocked.Add(ref tombstones, router.Tombstones);
        Interlocked.Add(ref duplicates, router.Duplicates);
        free.Add(router);
    }

    static IEnumerable<Field> Fields(Dedupe? dedupe, IReadOnlyList<RekeyedSide> sides) =>
        [.. sides.SelectMany(side => side.Fields), .. dedupe is null ? Array.Empty<Field>() : [dedupe.By]];
}
