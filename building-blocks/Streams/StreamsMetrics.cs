using System.Diagnostics.Metrics;

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

    public static void Copied(string changelog, long bytes, TimeSpan duration)
    {
        CopiedBytes.Add(bytes, Tag(changelog));
        CopyDuration.Record(duration.TotalSeconds, Tag(changelog));
    }

    public static void CopyFailed(string changelog) => CopyFailures.Add(1, Tag(changelog));

    static KeyValuePair<string, object?> Tag(string changelog) => new("changelog", changelog);
}
