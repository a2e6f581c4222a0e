using Streams;

namespace Routing;

/// <summary>The answer of <c>GET /pipelines</c>: what runs, and what became of records since it was loaded.</summary>
sealed record PipelineReport(
    string Fingerprint, DateTimeOffset LoadedAt, IReadOnlyList<string> Problems, long Records, long DeadLettered, long Tombstones,
    IReadOnlyList<PipelineReport.LoadedPipeline> Pipelines)
{
    public sealed record LoadedPipeline(string Name, string File, string Fingerprint, IReadOnlyList<LoadedFilter> Filters);

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
            topics.Sum(topic => topic.Set.Counts.Records + topic.Tombstones), topics.Sum(topic => topic.Set.Counts.Unreadable),
            topics.Sum(topic => topic.Tombstones),
            [.. plan.Pipelines.Select(pipeline => new LoadedPipeline(pipeline.Name, Path.GetFileName(pipeline.File), pipeline.Fingerprint,
                [.. pipeline.Filters.Select(filter => Of(filter, plan.Topics[filter.Topic].Set))]))]);
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
