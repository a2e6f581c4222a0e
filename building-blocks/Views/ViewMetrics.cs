using System.Diagnostics.Metrics;

namespace Views;

/// <summary>Every metric of this project (meter <c>Tributary.Views</c>).</summary>
internal sealed class ViewMetrics
{
    public const string MeterName = "Tributary.Views";

    readonly TimeProvider clock;
    readonly KeyValuePair<string, object?> view;
    readonly Counter<long> applied;
    readonly Counter<long> deadLettered;
    readonly Histogram<double> duration;

    public ViewMetrics(IMeterFactory meters, ViewTable table, TimeProvider clock)
    {
        this.clock = clock;
        view = new KeyValuePair<string, object?>("view", table.Name);
        var meter = meters.Create(MeterName);
        applied = meter.CreateCounter<long>("view.records.applied", "{record}", "Records that are in the view");
        deadLettered = meter.CreateCounter<long>("view.records.dead_lettered", "{record}", "Records given up, by reason");
        duration = meter.CreateHistogram<double>("view.batch.duration", "s", "From a batch's records to its commit");
    }

    public long Start() => clock.GetTimestamp();

    public void Applied(int records, long started)
    {
        applied.Add(records, view);
        duration.Record(clock.GetElapsedTime(started).TotalSeconds, view);
    }

    public void DeadLettered(string reason) => deadLettered.Add(1, view, new KeyValuePair<string, object?>("reason", reason));
}
