using Librdkafka;

namespace KafkaRider;

/// <content>Passes on what it learns to what its consumers keep beside Kafka.</content>
internal sealed partial class TopicProcessor<TKey, TValue> : ITransactionParticipant
{
    public async ValueTask<long?> Assigned(TopicPartition partition, PartitionContext context, CancellationToken cancellationToken)
    {
        long? start = null;
        foreach (var state in settings.State) start ??= await state.Assigned(partition, context, cancellationToken);
        return start ?? Start(partition, context);
    }

    public void Running(TopicPartition partition)
    {
        foreach (var state in settings.State) state.Running(partition);
    }

    public void Stopped(TopicPartition partition)
    {
        foreach (var state in settings.State) state.Stopped(partition);
    }

    public async ValueTask Revoked(TopicPartition partition, CancellationToken cancellationToken)
    {
        foreach (var state in settings.State) await state.Revoked(partition, cancellationToken);
    }

    public async ValueTask Lost(TopicPartition partition, CancellationToken cancellationToken)
    {
        foreach (var state in settings.State) await state.Lost(partition, cancellationToken);
    }

    public void BeforeCommit(IRecordOutput output)
    {
        foreach (var state in settings.State) state.BeforeCommit(output);
    }

    public void Committed(IReadOnlyList<TopicPartitionOffset> positions)
    {
        foreach (var state in settings.State) state.Committed(positions);
    }

    public void Aborted()
    {
        foreach (var state in settings.State) state.Aborted();
    }

    long? Start(TopicPartition partition, PartitionContext context) => settings.StartOffset switch
    {
        _ when settings.RetryTopics.Contains(partition.Topic) => null,
        SpecialOffset.Beginning => context.LowWatermark,
        SpecialOffset.End => context.HighWatermark,
        >= 0 => settings.StartOffset,
        _ => null,
    };
}
