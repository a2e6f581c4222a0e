using System.Diagnostics.Metrics;
using Librdkafka;

namespace Streams;

/// <summary>Everything that this project measures; all are tagged with <c>changelog</c>, which names the state.</summary>
static class StreamsMetrics
{
    static readonly Meter Meter = new("streams");

    static readonly Counter<long> CopiedBytes =
        Meter.CreateCounter<long>("streams.copies.sent", "By", "Bytes sent to the storage of copies");

    static readonly Histogram<double> CopyDuration =
        Meter.CreateHistogram<double>("streams.copies.duration", "s", "Time to copy a checkpoint, beside the work of its task");

    static readonly Counter<long> CopyFailures =
        Meter.CreateCounter<long>("streams.copies.failures", "{failure}", "Copies that failed; they are tried again");

    static readonly Gauge<long> StandbyLag =
        Meter.CreateGauge<long>("streams.standby.lag", "{record}", "How far a task that is followed is behind its changelog, by partition");

    public static void Copied(string changelog, long bytes, TimeSpan duration)
    {
        CopiedBytes.Add(bytes, Tag(changelog));
        CopyDuration.Record(duration.TotalSeconds, Tag(changelog));
    }

    public static void CopyFailed(string changelog) => CopyFailures.Add(1, Tag(changelog));

    public static void Followed(TopicPartition changelog, long behind) =>
        StandbyLag.Record(behind, Tag(changelog.Topic), new KeyValuePair<string, object?>("partition", changelog.Partition));

    static KeyValuePair<string, object?> Tag(string changelog) => new("changelog", changelog);
}
