using KafkaRider;

namespace Routing;

/// <summary>Runs the pipelines over batches of records. A batch runs one plan from its first record to its last.</summary>
sealed class RoutingProcessor(PipelineCatalog catalog, TimeProvider time) : IRecordProcessor
{
    public ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var filters = catalog.Current.Topics[batch.Topic];
        var router = filters.Rent();
        router.Begin(time.GetUtcNow());
        try
        {
            for (var index = 0; index < batch.Count; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                router.Route(batch[index], output);
            }
        }
        finally
        {
            router.End();
            RoutingMetrics.Batch(batch.Count, router, filters.Set, time.GetElapsedTime(started));
            filters.Return(router);
        }
        return ValueTask.CompletedTask;
    }
}
