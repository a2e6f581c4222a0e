using System.Runtime.Serialization;
using Confluent.Kafka;
using Librdkafka;
using MassTransit;
using MassTransit.KafkaIntegration.Serializers;
using MassTransit.Transports;
using TopicPartition = Librdkafka.TopicPartition;

namespace KafkaRider;

/// <summary>
/// Runs records through MassTransit's receive pipe: those of a key in order, different keys of a partition side by side up to the
/// endpoint's limit, partitions independently. A failed message becomes a dead letter or is skipped; it never holds up the others.
/// </summary>
internal sealed class TopicProcessor<TKey, TValue>(
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

    public bool KeepsPositions => false;

    public async ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
    {
        LogContext.SetCurrentIfNull(endpoint.LogContext);
        var progress = new BatchProgress(batch);
        var buckets = new List<int>?[settings.KeyBuckets];
        for (var i = 0; i < batch.Count; i++) (buckets[Bucket(batch[i])] ??= []).Add(i);
        await Task.WhenAll(buckets.OfType<List<int>>().Select(bucket => RunBucket(bucket, batch, output, progress, cancellationToken)));
        cancellationToken.ThrowIfCancellationRequested();
    }

    public ValueTask<long?> Assigned(TopicPartition partition, PartitionContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(settings.StartOffset switch
        {
            _ when settings.RetryTopics.Contains(partition.Topic) => null,
            SpecialOffset.Beginning => context.LowWatermark,
            SpecialOffset.End => context.HighWatermark,
            >= 0 => settings.StartOffset,
            _ => (long?)null,
        });

    public ValueTask Revoked(TopicPartition partition, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    int Bucket(in Librdkafka.Record record) =>
        settings.KeyBuckets == 1 || record.KeyIsNull ? 0 : Murmur2.Partition(record.Key, settings.KeyBuckets);

    Task RunBucket(
        List<int> bucket, RecordBatch batch, IRecordOutput output, BatchProgress progress, CancellationToken cancellationToken)
    {
        // Cancellation stops between messages: one that has begun is finished, so that it counts.
        var options = new ParallelOptions { MaxDegreeOfParallelism = settings.ConcurrentDeliveryLimit };
        return Parallel.ForEachAsync(bucket, options, async (index, _) =>
        {
            if (cancellationToken.IsCancellationRequested || output.Waits(batch[index])) return;
            var failure = await Dispatch(Copy(batch, index), cancellationToken);
            if (failure is null) progress.Done(index);
            else if (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                output.Fail(batch[index], failure is SerializationException ? Malformed : Failed, failure);
        });
    }

    TopicRecord<TKey>? Copy(RecordBatch batch, int index) =>
        batch[index].ValueIsNull ? null : new TopicRecord<TKey>(batch[index], batch.GroupId, keyDeserializer);

    async Task<Exception?> Dispatch(TopicRecord<TKey>? record, CancellationToken cancellationToken)
    {
        // A tombstone has no message to give to a consumer.
        if (record is null) return null;
        using var context = new TopicReceiveContext<TKey, TValue>(record, endpoint, valueDeserializer, headersDeserializer);
        await using var registration = cancellationToken.Register(context.Cancel);
        try
        {
            await dispatcher.Dispatch(context, context);
            return context.Failure;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
