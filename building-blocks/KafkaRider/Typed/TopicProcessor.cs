using System.Runtime.Serialization;
using Confluent.Kafka;
using MassTransit;
using MassTransit.KafkaIntegration.Serializers;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>
/// Runs records through MassTransit's receive pipe: those of a key in order, different keys of a partition side by side up to the
/// endpoint's limit, partitions independently. A failed message becomes a dead letter or is skipped; it never holds up the others.
/// </summary>
internal sealed partial class TopicProcessor<TKey, TValue>(
    TopicEndpointSettings settings,
    IDeserializer<TKey> keyDeserializer,
    IDeserializer<TValue> valueDeserializer,
    IHeadersDeserializer headersDeserializer,
    ReceiveEndpointContext endpoint) : IRecordProcessor, IPartitionLifecycle, ITracesMessages
    where TValue : class
{
    const string Malformed = "malformed";
    const string Failed = "failed";

    readonly IReceivePipeDispatcher dispatcher = endpoint.CreateReceivePipeDispatcher();
    readonly KeyBuckets buckets = new(settings.KeyBuckets, settings.ConcurrentDeliveryLimit);

    public bool KeepsPositions => false;

    public async ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
    {
        LogContext.SetCurrentIfNull(endpoint.LogContext);
        var progress = new BatchProgress(batch);
        await buckets.Run(batch, async index =>
        {
            // A partition that is given up stops between messages: one that has begun is finished, so that it counts.
            if (cancellationToken.IsCancellationRequested || batch.Draining.IsCancellationRequested)
            {
                progress.IsCutShort = true;
                return;
            }

            if (output.Waits(batch[index])) return;
            using var span = RiderTraces.StartMessage(batch[index], batch.GroupId, trace: null);
            var failure = await Dispatch(Copy(batch, index), cancellationToken);
            if (failure is not null && span is not null) RiderTraces.Fail(span, failure);
            if (failure is null) progress.Done(index);
            else if (failure is OperationCanceledException && cancellationToken.IsCancellationRequested) progress.IsCutShort = true;
            else output.Fail(batch[index], failure is SerializationException ? Malformed : Failed, failure);
        });
        if (progress.IsCutShort) throw new OperationCanceledException("The partition is given up; the rest of the batch comes again.");
    }

    TopicRecord<TKey>? Copy(RecordBatch batch, int index)
    {
        var record = batch[index];
        if (IsEmpty(record) || (record.ValueIsNull && !settings.DeliversTombstones)) return null;
        return new TopicRecord<TKey>(record, batch.GroupId, keyDeserializer)
        {
            IsPartitionEof = settings.MarksPartitionEnd && record.Offset + 1 >= batch.EndOffset,
        };
    }

    /// <summary>An empty value is no JSON, and MassTransit.Kafka passes it over too; in other formats it may be a message.</summary>
    bool IsEmpty(in Librdkafka.Record record) =>
        !record.ValueIsNull && record.Value.IsEmpty && valueDeserializer is MassTransitJsonDeserializer<TValue>;

    ValueTask<Exception?> Dispatch(
        TopicRecord<TKey>? record, CancellationToken cancellationToken, EnlistedOutput? enlisted = null, EnlistedMessage? message = null)
    {
        // There is no message to give to a consumer.
        if (record is null) return default;
        var context = new TopicReceiveContext<TKey, TValue>(record, endpoint, valueDeserializer, headersDeserializer, cancellationToken);
        if (enlisted is not null) context.GetOrAddPayload(() => enlisted);
        if (message is not null) context.GetOrAddPayload(() => message);
        var dispatched = dispatcher.Dispatch(context, context);
        return dispatched.IsCompletedSuccessfully ? new ValueTask<Exception?>(context.Failure) : Outcome(dispatched, context);
    }

    static async ValueTask<Exception?> Outcome(Task dispatched, TopicReceiveContext<TKey, TValue> context)
    {
        try
        {
            await dispatched;
            return context.Failure;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
