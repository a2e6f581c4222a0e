using KafkaRider;
using Librdkafka;
using Streams;

namespace Routing;

/// <summary>
/// Runs the pipelines over batches of records: those of sources are filtered and rekeyed, those of repartition topics are joined. A batch
/// runs one plan from its first record to its last; each transaction logs which version routed which offsets, so that it can be told later
/// why a record is where it is.
/// </summary>
sealed class RoutingProcessor(
    PipelineCatalog catalog, TaskHost tasks, TaskTopicCreation topics, TimeProvider time, ILogger<RoutingProcessor> logger)
    : IRecordProcessor, ITransactionParticipant, IPartitionLifecycle, ITimerTick
{
    readonly RoutedRanges ranges = new();

    /// <inheritdoc/>
    public TimeSpan TickInterval { get; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The group's offsets decide: they are in the transaction of the state.</summary>
    public bool KeepsPositions => false;

    public ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
    {
        var plan = catalog.Current;
        if (plan.Topics.TryGetValue(batch.Topic, out var filters)) Route(plan, filters, batch, output, cancellationToken);
        else Join(batch, output, cancellationToken);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<long?> Assigned(TopicPartition partition, PartitionContext context, CancellationToken cancellationToken)
    {
        if (tasks.HasTasks(partition.Topic)) await topics.Made.WaitAsync(cancellationToken);
        await tasks.Assigned(partition, context, cancellationToken);
        return null;
    }

    public void Running(TopicPartition partition) => tasks.Running(partition);

    public void Stopped(TopicPartition partition) => tasks.Stopped(partition);

    public ValueTask Revoked(TopicPartition partition, CancellationToken cancellationToken)
    {
        tasks.Revoked(partition);
        return ValueTask.CompletedTask;
    }

    public ValueTask Lost(TopicPartition partition, CancellationToken cancellationToken)
    {
        tasks.Lost(partition);
        return ValueTask.CompletedTask;
    }

    public void Tick(IRecordOutput output) => tasks.Tick(output);

    public void BeforeCommit(IRecordOutput output) => tasks.BeforeCommit(output);

    public void Committed(IReadOnlyList<TopicPartitionOffset> positions)
    {
        tasks.Committed(positions);
        foreach (var version in ranges.Take()) Log.Committed(logger, version.Key, string.Join(", ", version));
    }

    public void Aborted()
    {
        tasks.Aborted();
        ranges.Forget();
    }

    void Join(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
    {
        var (stage, over) = (tasks.Of<ITaskStage>(batch.Topic, batch.Partition), tasks.Over(output));
        for (var index = 0; index < batch.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var record = batch[index];
            if (!stage.TryProcess(record.Key, record.Value, over))
                output.DeadLetter(record, UnreadableSideException.Reason, new UnreadableSideException());
            tasks.Deliver();
        }
    }

    void Route(RoutingPlan plan, TopicFilters filters, RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var (router, over) = (filters.Rent(), tasks.Over(output));
        router.Begin(time.GetUtcNow(), filters.Dedupe is null ? null : tasks.Of<SeenIds>(batch.Topic, batch.Partition));
        try
        {
            for (var index = 0; index < batch.Count; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                router.Route(batch[index], over);
                tasks.Deliver();
            }

            ranges.Add(plan.Fingerprint, batch);
        }
        finally
        {
            router.End();
            RoutingMetrics.Batch(batch, router, filters.Set, time.GetElapsedTime(started));
            filters.Return(router);
        }
    }
}
