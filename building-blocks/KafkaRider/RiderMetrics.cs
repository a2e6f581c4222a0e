using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KafkaRider;

/// <summary>
/// Every metric of the rider: OpenTelemetry's messaging names where it has one
/// (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/), else <c>kafka_rider.*</c>. Durations in seconds.
/// </summary>
public static class RiderMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "KafkaRider";

    static readonly Meter Meter = new(MeterName);

    static readonly Counter<long> ConsumedMessages =
        Meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Records given to processors.");

    static readonly Counter<long> SentMessages =
        Meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Records produced.");

    static readonly Histogram<double> ProcessDuration =
        Meter.CreateHistogram<double>("messaging.process.duration", "s", "Time of a batch until its output is acknowledged.");

    static readonly Counter<long> DeadLetters =
        Meter.CreateCounter<long>("kafka_rider.dead_letters", "{message}", "Records given to the dead letters.");

    static readonly Counter<long> Faults =
        Meter.CreateCounter<long>("kafka_rider.faults", "{message}", "Messages that failed or could not be read.");

    static readonly Histogram<double> CommitDuration =
        Meter.CreateHistogram<double>("kafka_rider.commit.duration", "s", "Time of a commit of positions or of a transaction.");

    static readonly Counter<long> Aborts =
        Meter.CreateCounter<long>("kafka_rider.transaction.aborts", "{transaction}", "Transactions aborted.");

    static readonly UpDownCounter<long> Assigned =
        Meter.CreateUpDownCounter<long>("kafka_rider.partitions", "{partition}", "Partitions assigned now.");

    internal static void Processed(RecordEndpointConfigurator settings, RecordBatch batch, TimeSpan duration, Exception? failure)
    {
        var tags = Tags(settings, batch.Topic);
        if (failure is not null) tags.Add("error.type", failure.GetType().FullName);
        tags.Add("messaging.destination.partition.id", batch.Partition.ToString());
        ProcessDuration.Record(duration.TotalSeconds, tags);
        if (failure is null) ConsumedMessages.Add(batch.Count, tags);
    }

    internal static void Produced(RecordEndpointConfigurator settings, string topic)
    {
        if (SentMessages.Enabled) SentMessages.Add(1, Tags(settings, topic));
    }

    internal static void DeadLetter(RecordEndpointConfigurator settings, string topic, string reason)
    {
        var tags = Tags(settings, topic);
        tags.Add("kafka_rider.reason", reason);
        DeadLetters.Add(1, tags);
    }

    internal static void Faulted(string groupId, string topic, string reason) => Faults.Add(1, new TagList
    {
        { "messaging.system", "kafka" },
        { "messaging.consumer.group.name", groupId },
        { "messaging.destination.name", topic },
        { "kafka_rider.reason", reason },
    });

    internal static void Committed(RecordEndpointConfigurator settings, TimeSpan duration) =>
        CommitDuration.Record(duration.TotalSeconds, Tags(settings, settings.Topics[0]));

    internal static void Aborted(RecordEndpointConfigurator settings) => Aborts.Add(1, Tags(settings, settings.Topics[0]));

    internal static void PartitionsChanged(RecordEndpointConfigurator settings, int change) =>
        Assigned.Add(change, Tags(settings, settings.Topics[0]));

    /// <summary>Lag is read when somebody asks.</summary>
    internal static ObservableGauge<long> ObserveLag(Func<IEnumerable<EndpointReport>> endpoints) => Meter.CreateObservableGauge(
        "kafka_rider.lag", () => endpoints().SelectMany(Lags), "{message}", "Records that are not done yet.");

    static IEnumerable<Measurement<long>> Lags(EndpointReport endpoint) =>
        from partition in endpoint.Partitions
        where partition.Lag is not null
        select new Measurement<long>(
            partition.Lag!.Value,
            new("messaging.system", "kafka"),
            new("messaging.consumer.group.name", endpoint.GroupId),
            new("messaging.destination.name", partition.Topic),
            new("messaging.destination.partition.id", partition.Partition.ToString()));

    static TagList Tags(RecordEndpointConfigurator settings, string topic) => new()
    {
        { "messaging.system", "kafka" },
        { "messaging.consumer.group.name", settings.GroupId },
        { "messaging.destination.name", topic },
    };
}
