using Streams;

namespace Routing;

/// <summary>The answer of <c>GET /pipelines</c>: what runs, and what became of records since it was loaded.</summary>
sealed record PipelineReport(
    string Fingerprint, DateTimeOffset LoadedAt, IReadOnlyList<string> Problems, long Records, long DeadLettered, long Tombstones,
    IReadOnlyList<PipelineReport.LoadedPipeline> Pipelines)
{
    public sealed record LoadedPipeline(
        string Name, string File, string Fingerprint, IReadOnlyList<LoadedSource> Sources, IReadOnlyList<LoadedFilter> Filters,
        IReadOnlyList<LoadedJoin> Joins);

    /// <summary>One source; <paramref name="Duplicates"/>, records of its topic whose id was seen before, is null without dedupe.</summary>
    public sealed record LoadedSource(string Id, string Topic, string? Dedupe, long? Duplicates);

    /// <summary>One join; the counts of a side, records that it took, are null for one that is not live.</summary>
    public sealed record LoadedJoin(
        string Id, string Type, string Kind, string OutputTopic, int Version, bool Enabled, string Status, bool Live, long? ManyRecords,
        long? OneRecords);

    /// <summary>One filter; <paramref name="Counts"/> is null for one that is not live.</summary>
    public sealed record LoadedFilter(
        string Id, string Name, string ConsumerId, string Topic, string OutputTopic, int Version, bool Enabled, string Status, bool Live,
        FilterOutcomes? Counts);

    /// <summary>
    /// Records that came in, those for which the filter was true, false or neither, and those it did not see because they are no JSON
    /// object (dead letters).
    /// </summary>
    public sealed record FilterOutcomes(long In, long True, long False, long Unknown, long Errors);

    public static PipelineReport Of(PipelineCatalog catalog)
    {
        var plan = catalog.Current;
        var topics = plan.Topics.Values;
        return new PipelineReport(
            plan.Fingerprint, plan.LoadedAt, catalog.Problems,
            topics.Sum(topic => topic.Set.Counts.Records + topic.Tombstones + topic.Duplicates),
            topics.Sum(topic => topic.Set.Counts.Unreadable),
            topics.Sum(topic => topic.Tombstones),
            [.. plan.Pipelines.Select(pipeline => new LoadedPipeline(pipeline.Name, Path.GetFileName(pipeline.File), pipeline.Fingerprint,
                [.. pipeline.Sources.Select(source => Of(source, plan.Topics[source.Topic]))],
                [.. pipeline.Filters.Select(filter => Of(filter, plan.Topics[filter.Topic].Set))],
                [.. pipeline.Joins.Select(join => Of(pipeline, join, plan))]))]);
    }

    static LoadedSource Of(Source source, TopicFilters topic) => new(
        source.Id, source.Topic, source.Dedupe?.ToString(), source.Dedupe is null ? null : topic.Duplicates);

    static LoadedJoin Of(Pipeline pipeline, Join join, RoutingPlan plan)
    {
        var sides = RekeyedSide.Of(join, new JoinNames(pipeline.Name, join.Id));
        return new LoadedJoin(
            join.Id, join.Type.ToString(), join.Kind.ToString(), join.OutputTopic, join.Version, join.Enabled, join.Status.ToString(),
            join.IsLive, Taken(sides[0]), Taken(sides[1]));

        long? Taken(RekeyedSide side)
        {
            var set = plan.Topics[side.Source.Topic].Set;
            var number = set.Filters.ToList().FindIndex(filter => filter.Id == side.Filter.Id);
            return number < 0 ? null : set.Counts.Passed(number);
        }
    }

    static LoadedFilter Of(Filter filter, FilterSet set)
    {
        var number = set.Filters.ToList().FindIndex(live => live.Id == filter.Id);
        return new LoadedFilter(
            filter.Id, filter.Name, filter.ConsumerId, filter.Topic, filter.OutputTopic, filter.Version, filter.Enabled,
            filter.Status.ToString(), filter.IsLive, number < 0 ? null : Of(set.Counts, number));
    }

    /// <summary>Counted while records go by: true and unknown are read first, so that false is never negative.</summary>
    static FilterOutcomes Of(FilterCounts counts, int filter)
    {
        var (passed, unknown, errors) = (counts.Passed(filter), counts.Unknown(filter), counts.Unreadable);
        var records = counts.Records;
        return new FilterOutcomes(records, passed, records - passed - unknown - errors, unknown, errors);
    }
}
