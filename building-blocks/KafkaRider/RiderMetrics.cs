using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KafkaRider;

/// <summary>
/// Every metric of the rider: OpenTelemetry's messaging names where it has one
/// (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/), else <c>kafka_rider.*</c>. Durations in seconds.
/// </summary>
/// <remarks>
/// All are tagged with <c>messaging.system</c> (kafka), <c>messaging.consumer.group.name</c> and <c>messaging.destination.name</c> (of an
/// endpoint with several topics the first, where the metric is of the endpoint).
/// <list type="table">
/// <listheader><term>metric</term><description>unit, tags, meaning</description></listheader>
/// <item><term><c>messaging.client.consumed.messages</c></term>
/// <description>{message}, partition: records done by processors</description></item>
/// <item><term><c>messaging.client.sent.messages</c></term><description>{message}: records produced by processors</description></item>
/// <item><term><c>messaging.process.duration</c></term>
/// <description>s, partition, error.type: a batch until its output is acknowledged</description></item>
/// <item><term><c>kafka_rider.dead_letters</c></term><description>{message}, reason: records given to the dead letters</description></item>
/// <item><term><c>kafka_rider.faults</c></term>
/// <description>{message}, reason: messages that failed or could not be read</description></item>
/// <item><term><c>kafka_rider.retries</c></term><description>{message}, reason: failed records given to a retry topic</description></item>
/// <item><term><c>kafka_rider.retry.depth</c></term><description>{message}, partition: records in a retry topic</description></item>
/// <item><term><c>kafka_rider.retry.oldest_age</c></term>
/// <description>s, partition: how long the first record of a retry topic has been there</description></item>
/// <item><term><c>kafka_rider.commit.duration</c></term><description>s: a commit of positions or of a transaction</description></item>
/// <item><term><c>kafka_rider.commit.age</c></term>
/// <description>s: how long done records have waited for a commit; 0 when none do</description></item>
/// <item><term><c>kafka_rider.transaction.aborts</c></term>
/// <description>{transaction}, error.type: transactions aborted</description></item>
/// <item><term><c>kafka_rider.transaction.age</c></term>
/// <description>s: how long the open transaction is open; nothing while none is</description></item>
/// <item><term><c>kafka_rider.lag</c></term><description>{message}, partition: records that are not done</description></item>
/// <item><term><c>kafka_rider.lag.time</c></term>
/// <description>s, partition: age of the oldest fetched record that is not done</description></item>
/// <item><term><c>kafka_rider.in_flight</c></term><description>{message}, partition: records fetched and not done</description></item>
/// <item><term><c>kafka_rider.partitions</c></term><description>{partition}: assigned now</description></item>
/// <item><term><c>kafka_rider.rebalances</c></term><description>{rebalance}, change: assigned, revoked or lost</description></item>
/// </list>
/// </remarks>
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

    static readonly Counter<long> Retries =
        Meter.CreateCounter<long>("kafka_rider.retries", "{message}", "Failed records given to a retry topic.");

    static readonly Counter<long> Faults =
        Meter.CreateCounter<long>("kafka_rider.faults", "{message}", "Messages that failed or could not be read.");

    static readonly Histogram<double> CommitDuration =
        Meter.CreateHistogram<double>("kafka_rider.commit.duration", "s", "Time of a commit of positions or of a transaction.");

    static readonly Counter<long> Aborts =
        Meter.CreateCounter<long>("kafka_rider.transaction.aborts", "{transaction}", "Transactions aborted.");

    static readonly Counter<long> Rebalances =
        Meter.CreateCounter<long>("kafka_rider.rebalances", "{rebalance}", "Partitions came, were given back, or were lost.");

    static readonly UpDownCounter<long> Assigned =
        Meter.CreateUpDownCounter<long>("kafka_rider.partitions", "{partition}", "Partitions assigned now.");

    internal static void Processed(RecordEndpointConfigurator settings, RecordBatch batch, TimeSpan duration, Exception? failure)
    {
        if (!ProcessDuration.Enabled && !ConsumedMessages.Enabled) return;
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

    /// <param name="settings">The endpoint.</param>
    /// <param name="topic">The retry topic.</param>
    /// <param name="reason">Why.</param>
    internal static void Retried(RecordEndpointConfigurator settings, string topic, string reason)
    {
        var tags = Tags(settings, topic);
        tags.Add("kafka_rider.reason", reason);
        Retries.Add(1, tags);
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

    internal static void Aborted(RecordEndpointConfigurator settings, Exception reason)
    {
        var tags = Tags(settings, settings.Topics[0]);
        tags.Add("error.type", reason.GetType().FullName);
        Aborts.Add(1, tags);
    }

    internal static void Rebalanced(RecordEndpointConfigurator settings, string change)
    {
        var tags = Tags(settings, settings.Topics[0]);
        tags.Add("kafka_rider.change", change);
        Rebalances.Add(1, tags);
    }

    internal static void PartitionsChanged(RecordEndpointConfigurator settings, int change) =>
        Assigned.Add(change, Tags(settings, settings.Topics[0]));

    /// <summary>What is read when somebody asks.</summary>
    internal static void Observe(Func<IEnumerable<EndpointReport>> endpoints)
    {
        Meter.CreateObservableGauge(
            "kafka_rider.lag",
            () => Partitions(endpoints(), partition => partition.Lag),
            "{message}",
            "Records that are not done yet.");
        Meter.CreateObservableGauge(
            "kafka_rider.lag.time",
            () => Partitions(endpoints(), partition => partition.LagTime?.TotalSeconds),
            "s",
            "Age of the oldest fetched record that is not done, by its timestamp.");
        Meter.CreateObservableGauge(
            "kafka_rider.in_flight",
            () => Partitions(endpoints(), partition => (long?)partition.InFlight),
            "{message}",
            "Records fetched and not done.");
        Meter.CreateObservableGauge(
            "kafka_rider.retry.depth",
            () => Partitions(endpoints(), partition => partition.IsRetry ? partition.Lag : null),
            "{message}",
            "Records in a retry topic that are not done yet.");
        Meter.CreateObservableGauge(
            "kafka_rider.retry.oldest_age",
            () => Partitions(endpoints(), partition => partition.IsRetry ? partition.LagTime?.TotalSeconds : null),
            "s",
            "How long the first record of a retry topic has been there.");
        Meter.CreateObservableGauge(
            "kafka_rider.commit.age", () => endpoints().SelectMany(CommitAges), "s", "How long done records have waited for a commit.");
        Meter.CreateObservableGauge(
            "kafka_rider.transaction.age", () => endpoints().SelectMany(TransactionAges), "s", "How long the open transaction is open.");
    }

    static IEnumerable<Measurement<T>> Partitions<T>(IEnumerable<EndpointReport> endpoints, Func<PartitionReport, T?> value)
        where T : struct =>
        from endpoint in endpoints
        from partition in endpoint.Partitions
        let known = value(partition)
        where known is not null
        select new Measurement<T>(
            known.Value,
            new("messaging.system", "kafka"),
            new("messaging.consumer.group.name", endpoint.GroupId),
            new("messaging.destination.name", partition.Topic),
            new("messaging.destination.partition.id", partition.Partition.ToString()));

    static IEnumerable<Measurement<double>> CommitAges(EndpointReport endpoint)
    {
        yield return new Measurement<double>(
            endpoint.CommitAge.TotalSeconds,
            new("messaging.system", "kafka"),
            new("messaging.consumer.group.name", endpoint.GroupId),
            new("messaging.destination.name", endpoint.Topics[0]));
    }

    static IEnumerable<Measurement<double>> TransactionAges(EndpointReport endpoint)
    {
        if (endpoint.TransactionAge is not { } age) yield break;
        yield return new Measurement<double>(
            age.TotalSeconds,
            new("messaging.system", "kafka"),
            new("messaging.consumer.group.name", endpoint.GroupId),
            new("messaging.destination.name", endpoint.Topics[0]));
    }

    static TagList Tags(RecordEndpointConfigurator settings, string topic) => new()
    {
        { "messaging.system", "kafka" },
        { "messaging.consumer.group.name", settings.GroupId },
        { "messaging.destination.name", topic },
    };
}
