using KafkaRider;
using Librdkafka;

namespace Routing;

/// <summary>
/// Runs the pipelines over batches of records. A batch runs one plan from its first record to its last; each transaction logs which version
/// routed which offsets, so that it can be told later why a record is where it is.
/// </summary>
sealed class RoutingProcessor(PipelineCatalog catalog, TimeProvider time, ILogger<RoutingProcessor> logger)
    : IRecordProcessor, ITransactionParticipant
{
    readonly RoutedRanges ranges = new();

    public ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var plan = catalog.Current;
        var filters = plan.Topics[batch.Topic];
        var router = filters.Rent();
        router.Begin(time.GetUtcNow());
        try
        {
            for (var index = 0; index < batch.Count; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                router.Route(batch[index], output);
            }

            ranges.Add(plan.Fingerprint, batch);
        }
        finally
        {
            router.End();
            RoutingMetrics.Batch(batch.Count, router, filters.Set, time.GetElapsedTime(started));
            filters.Return(router);
        }
        return ValueTask.CompletedTask;
    }

    public void BeforeCommit(IRecordOutput output)
    {
        // All output is written with its record.
    }

    public void Committed(IReadOnlyList<TopicPartitionOffset> positions)
    {
        foreach (var version in ranges.Take()) Log.Committed(logger, version.Key, string.Join(", ", version));
    }

    public void Aborted() => ranges.Forget();
}
