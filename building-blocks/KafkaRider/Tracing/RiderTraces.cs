using System.Diagnostics;
using Librdkafka;

namespace KafkaRider;

/// <summary>
/// The spans of the rider, by OpenTelemetry's messaging conventions
/// (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/). Nothing is made while nobody listens.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term><c>process TOPIC</c></term><description>
/// CONSUMER. One for a batch, with links to the traces of its records; and one in the trace of each record that has one, once its batch
/// is done, linked to the batch. A batch of one record is one span in the record's trace, as is a typed message.
/// </description></item>
/// <item><term><c>send TOPIC</c></term><description>
/// PRODUCER, for each record that a processor produces: in the trace of the record it forwards, else below the batch. Typed producers
/// have MassTransit's own spans.
/// </description></item>
/// </list>
/// A record's trace: its <c>traceparent</c> header, else its event's uuid (<see cref="RecordEndpointConfigurator.TraceBy"/>).
/// </remarks>
public static class RiderTraces
{
    /// <summary>Name of the activity source.</summary>
    public const string SourceName = "KafkaRider";

    /// <summary>Most links of a batch's span.</summary>
    const int LinkLimit = 128;

    static readonly ActivitySource Source = new(SourceName);

    internal static bool IsListening => Source.HasListeners();

    /// <summary>The span of a batch, current until it is stopped; null when nobody listens.</summary>
    internal static Activity? StartBatch(RecordEndpointConfigurator settings, RecordBatch batch)
    {
        if (!IsListening || settings.Processor is ITracesMessages) return null;
        if (batch.Count == 1) return StartMessage(batch[0], settings.GroupId, settings.Trace);
        List<ActivityLink> links = [];
        for (var i = 0; i < batch.Count && links.Count < LinkLimit; i++)
            if (TraceContexts.TryRead(batch[i], settings.Trace, out var context)) links.Add(new ActivityLink(context));
        var tags = ProcessTags(batch.Topic, batch.Partition, settings.GroupId);
        tags.Add(new("messaging.batch.message_count", batch.Count));
        return Source.StartActivity($"process {batch.Topic}", ActivityKind.Consumer, default(ActivityContext), tags, links);
    }

    /// <summary>The span of one record.</summary>
    internal static Activity? StartMessage(in Record record, string groupId, RecordTrace? trace)
    {
        if (!IsListening) return null;
        _ = TraceContexts.TryRead(record, trace, out var context);
        return Source.StartActivity(
            $"process {record.Topic}", ActivityKind.Consumer, context, MessageTags(record, groupId));
    }

    /// <summary>Ends a batch's span, and tells its records' traces what happened to them. The records are still borrowed.</summary>
    internal static void End(Activity? activity, RecordEndpointConfigurator settings, RecordBatch batch, Exception? failure)
    {
        if (activity is null) return;
        if (failure is not null) Fail(activity, failure);
        else if (batch.Count > 1) TellRecords(activity, settings, batch);
        activity.Stop();
    }

    internal static void Fail(Activity activity, Exception failure)
    {
        activity.SetTag("error.type", failure.GetType().FullName);
        activity.SetStatus(ActivityStatusCode.Error, failure.Message);
    }

    /// <summary>A record was produced: in the trace of the record it was made from, if it was.</summary>
    internal static void Sent(RecordEndpointConfigurator settings, string topic, in Record origin)
    {
        if (!IsListening) return;
        if (TraceContexts.TryRead(origin, settings.Trace, out var context)) Send(topic, context);
        else Sent(topic);
    }

    /// <inheritdoc cref="Sent(RecordEndpointConfigurator, string, in Record)"/>
    internal static void Sent(string topic)
    {
        if (IsListening) Send(topic, default);
    }

    static void Send(string topic, ActivityContext parent)
    {
        ActivityLink[]? links = parent != default && Activity.Current is { } batch ? [new ActivityLink(batch.Context)] : null;
        using var span = Source.StartActivity($"send {topic}", ActivityKind.Producer, parent, SendTags(topic), links);
    }

    static void TellRecords(Activity activity, RecordEndpointConfigurator settings, RecordBatch batch)
    {
        ActivityLink[] links = [new(activity.Context)];
        var name = $"process {batch.Topic}";
        for (var i = 0; i < batch.Count; i++)
        {
            if (!TraceContexts.TryRead(batch[i], settings.Trace, out var context)) continue;
            var tags = MessageTags(batch[i], settings.GroupId);
            using var span = Source.StartActivity(name, ActivityKind.Consumer, context, tags, links, activity.StartTimeUtc);
        }
    }

    static List<KeyValuePair<string, object?>> MessageTags(in Record record, string groupId)
    {
        var tags = ProcessTags(record.Topic, record.Partition, groupId);
        tags.Add(new("messaging.kafka.offset", record.Offset));
        if (record.ValueIsNull) tags.Add(new("messaging.kafka.message.tombstone", true));
        return tags;
    }

    static List<KeyValuePair<string, object?>> ProcessTags(string topic, int partition, string groupId) =>
    [
        new("messaging.system", "kafka"),
        new("messaging.operation.name", "process"),
        new("messaging.operation.type", "process"),
        new("messaging.destination.name", topic),
        new("messaging.destination.partition.id", partition.ToString()),
        new("messaging.consumer.group.name", groupId),
    ];

    static KeyValuePair<string, object?>[] SendTags(string topic) =>
    [
        new("messaging.system", "kafka"),
        new("messaging.operation.name", "send"),
        new("messaging.operation.type", "send"),
        new("messaging.destination.name", topic),
    ];
}

/// <summary>A processor that makes a span for each message itself, so that its batches have none.</summary>
internal interface ITracesMessages;
