using Streams;

namespace Routing;

/// <summary>Holds the plan that runs. A changed folder replaces it between batches; a broken one leaves the last good running.</summary>
sealed class PipelineCatalog
{
    readonly RoutingOptions options;
    readonly TimeProvider time;
    readonly ILogger logger;
    volatile RoutingPlan current;
    volatile IReadOnlyList<string> problems = [];

    public PipelineCatalog(RoutingOptions options, FolderReading reading, TimeProvider time, ILogger<PipelineCatalog> logger)
    {
        this.options = options;
        this.time = time;
        this.logger = logger;
        current = new RoutingPlan(reading.Pipelines, time.GetUtcNow());
        Log.PipelinesLoaded(logger, current.Pipelines.Count, LiveFilters, current.Fingerprint);
        Warn(reading);
    }

    public RoutingPlan Current => current;

    /// <summary>Why the folder's present state does not run; empty when it does.</summary>
    public IReadOnlyList<string> Problems => problems;

    int LiveFilters => current.Topics.Values.Sum(topic => topic.Set.Filters.Count);

    /// <summary>Reads the folder again.</summary>
    public void Reload()
    {
        var reading = PipelineFolder.Read(options.PipelineFolder);
        var found = reading.Errors.Select(problem => problem.ToString()).ToList();
        var next = found.Count > 0 ? null : new RoutingPlan(reading.Pipelines, time.GetUtcNow());
        if (next is not null && !next.Topics.Keys.Order().SequenceEqual(current.Topics.Keys.Order()))
            found.Add($"the pipelines now read {string.Join(", ", next.Topics.Keys.Order())} instead of " +
                $"{string.Join(", ", current.Topics.Keys.Order())}: restart the service to change its sources");
        if (next is not null && RunningTasks.Signature(next.Pipelines) != RunningTasks.Signature(current.Pipelines))
            found.Add("a join or a dedupe came, went or changed: restart the service, as state moves with it");
        if (found.Count == 0 && next!.Fingerprint != current.Fingerprint)
        {
            current = next;
            Log.PipelinesLoaded(logger, next.Pipelines.Count, LiveFilters, next.Fingerprint);
            RoutingMetrics.Loaded(refused: false);
            Warn(reading);
        }
        if (found.Count > 0)
        {
            Log.PipelinesRefused(logger, current.Fingerprint, string.Join("; ", found));
            RoutingMetrics.Loaded(refused: true);
        }
        problems = found;
    }

    void Warn(FolderReading reading)
    {
        foreach (var warning in reading.Warnings) Log.PipelineWarning(logger, warning.ToString());
    }
}
