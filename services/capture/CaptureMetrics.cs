using System.Diagnostics.Metrics;

namespace Capture;

/// <summary>Everything the capture measures; each with the attribute <c>database</c>.</summary>
static class CaptureMetrics
{
    public const string MeterName = "capture";

    static readonly Meter Meter = new(MeterName);

    /// <summary>Records written to Kafka.</summary>
    public static Counter<long> Records { get; } = Meter.CreateCounter<long>("capture.records", "{record}", "Records written to Kafka");

    /// <summary>Bytes of their keys and values.</summary>
    public static Counter<long> Bytes { get; } = Meter.CreateCounter<long>("capture.bytes", "By", "Key and value bytes written to Kafka");

    /// <summary>Kafka transactions committed.</summary>
    public static Counter<long> Commits { get; } =
        Meter.CreateCounter<long>("capture.commits", "{transaction}", "Kafka transactions committed");

    /// <summary>How long a Kafka transaction took, from its beginning until it was committed.</summary>
    public static Histogram<double> CommitDuration { get; } =
        Meter.CreateHistogram<double>("capture.commit.duration", "ms", "From the beginning of a Kafka transaction until it is committed");

    /// <summary>Sessions that ended by a failure.</summary>
    public static Counter<long> Failures { get; } = Meter.CreateCounter<long>("capture.failures", "{failure}", "Sessions that failed");

    /// <summary>Rows left out because they are too large.</summary>
    public static Counter<long> RowsSkipped { get; } =
        Meter.CreateCounter<long>("capture.rows.skipped", "{row}", "Rows left out as configured");

    /// <summary>Heartbeats written.</summary>
    public static Counter<long> Heartbeats { get; } = Meter.CreateCounter<long>("capture.heartbeats", "{message}", "Heartbeats written");

    public static void Sent(string database, int records, long bytes)
    {
        Records.Add(records, Database(database));
        Bytes.Add(bytes, Database(database));
    }

    public static KeyValuePair<string, object?> Database(string name) => new("database", name);

    /// <summary>Registers the gauges that read the status of each database.</summary>
    public static void Observe(IReadOnlyList<DatabaseStatus> databases)
    {
        Gauge("capture.lag", status => status.LagBytes, "By", "Log not yet confirmed");
        Gauge("capture.in_flight", status => status.InFlightBytes, "By", "Bytes read, not acknowledged");
        Gauge("capture.streaming", status => status.IsStreaming ? 1 : 0, "1", "1 while streaming");

        void Gauge(string name, Func<DatabaseStatus, long> value, string unit, string description) =>
            Meter.CreateObservableGauge(name, () => Read(databases, value), unit, description);
    }

    static IEnumerable<Measurement<long>> Read(IReadOnlyList<DatabaseStatus> databases, Func<DatabaseStatus, long> value) =>
        databases.Select(status => new Measurement<long>(value(status), Database(status.Name)));
}
