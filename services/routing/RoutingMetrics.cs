using System.Diagnostics.Metrics;
using KafkaRider;
using Streams;

namespace Routing;

/// <summary>Everything that routing measures. Counts what was evaluated: a batch that is read again after a fault counts again.</summary>
static class RoutingMetrics
{
    public const string MeterName = "routing";

    static readonly Meter Meter = new(MeterName);

    static readonly Counter<long> Records = Meter.CreateCounter<long>("routing.records", "{record}", "Records read");

    static readonly Counter<long> Passed =
        Meter.CreateCounter<long>("routing.records.passed", "{record}", "Records that a filter let pass; attribute filter");

    static readonly Counter<long> Malformed =
        Meter.CreateCounter<long>("routing.records.malformed", "{record}", "Records that are no JSON objects: dead letters");

    static readonly Counter<long> Tombstones =
        Meter.CreateCounter<long>("routing.records.tombstones", "{record}", "Records without a value, which are dropped");

    static readonly Counter<long> Duplicates = Meter.CreateCounter<long>(
        "routing.records.duplicates", "{record}", "Records whose id was seen before, which are dropped; attribute topic");

    static readonly Counter<long> Reloads =
        Meter.CreateCounter<long>("routing.pipelines.loads", "{load}", "Loads of changed pipelines; attribute outcome: loaded, refused");

    static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("routing.batch.duration", "s", "Time to evaluate a batch and hand over what passed");

    public static void Batch(RecordBatch batch, BatchRouter router, FilterSet set, TimeSpan duration)
    {
        Records.Add(batch.Count);
        if (router.Malformed > 0) Malformed.Add(router.Malformed);
        if (router.Tombstones > 0) Tombstones.Add(router.Tombstones);
        if (router.Duplicates > 0) Duplicates.Add(router.Duplicates, new KeyValuePair<string, object?>("topic", batch.Topic));
        for (var filter = 0; filter < router.Passed.Length; filter++)
        {
            if (router.Passed[filter] == 0) continue;
            Passed.Add(router.Passed[filter], new KeyValuePair<string, object?>("filter", set.Filters[filter].Id));
        }
        Duration.Record(duration.TotalSeconds);
    }

    public static void Loaded(bool refused) =>
        Reloads.Add(1, new KeyValuePair<string, object?>("outcome", refused ? "refused" : "loaded"));
}
