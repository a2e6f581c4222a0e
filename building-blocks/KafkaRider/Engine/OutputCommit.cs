using Librdkafka;

namespace KafkaRider;

/// <summary>How what a transaction runner produced becomes final together with positions.</summary>
internal abstract class OutputCommit(Producer producer, Consumer consumer)
{
    protected Producer Producer { get; } = producer;

    protected Consumer Consumer { get; } = consumer;

    /// <summary>The broker has all that was produced, as far as that has to be waited for: a commit would begin at once.</summary>
    internal virtual bool IsAcknowledged => true;

    /// <summary>Before anything is produced.</summary>
    internal abstract void Initialise(TimeSpan timeout);

    /// <summary>Before the first output after the last commit or abort.</summary>
    internal abstract void Begin();

    /// <summary>After the outputs, before the changes of state that follow from them.</summary>
    internal abstract void BeforeChanges(TimeSpan timeout);

    /// <summary>After the changes, with where the records were read up to.</summary>
    internal abstract void AddPositions(List<TopicPartitionOffset> positions, TimeSpan timeout);

    /// <summary>Makes all of it final.</summary>
    internal abstract void Commit(TimeSpan timeout);

    /// <summary>Makes the positions final where they are not part of it, perhaps only by the end of <see cref="Settle"/>.</summary>
    internal abstract void CommitPositions(List<TopicPartitionOffset> positions, TimeSpan timeout);

    /// <summary>Waits until the last positions are final.</summary>
    /// <exception cref="KafkaException">They are not.</exception>
    internal virtual void Settle(TimeSpan timeout)
    {
    }

    /// <summary>Forgets it, as far as that is possible.</summary>
    internal abstract void Abort(TimeSpan timeout);
}

/// <summary>A transaction of the broker: all or nothing.</summary>
/// <param name="producer">A transactional one.</param>
/// <param name="consumer">The group's.</param>
/// <param name="isPretended">The embedded broker forgets the positions in a transaction, so the consumer commits them as well.</param>
internal sealed class BrokerTransaction(Producer producer, Consumer consumer, bool isPretended) : OutputCommit(producer, consumer)
{
    internal override void Initialise(TimeSpan timeout) => Producer.InitTransactions(timeout);

    internal override void Begin() => Producer.BeginTransaction();

    internal override void BeforeChanges(TimeSpan timeout)
    {
    }

    internal override void AddPositions(List<TopicPartitionOffset> positions, TimeSpan timeout)
    {
        using var metadata = Consumer.GroupMetadata();
        if (positions.Count > 0) Producer.SendOffsetsToTransaction(positions, metadata, timeout);
    }

    internal override void Commit(TimeSpan timeout) => Producer.CommitTransaction(timeout);

    internal override void CommitPositions(List<TopicPartitionOffset> positions, TimeSpan timeout)
    {
        if (isPretended) Consumer.Commit(positions, timeout);
    }

    internal override void Abort(TimeSpan timeout) => Producer.AbortTransaction(timeout);
}

/// <summary>
/// At-least-once: readers see outputs as soon as the broker has them. They are acknowledged before the changes of state that say they are
/// out, and those before the positions: whatever is missing after a failure comes again. Nobody waits for the positions, but those after
/// them; after a failure those are waited for.
/// </summary>
/// <param name="producer">An idempotent one.</param>
/// <param name="consumer">The group's.</param>
/// <param name="failure">What the output failed with.</param>
internal sealed class AcknowledgedCommit(Producer producer, Consumer consumer, Func<KafkaException?> failure)
    : OutputCommit(producer, consumer)
{
    Task asked = Task.CompletedTask;

    internal override bool IsAcknowledged => Producer.OutQueueLength == 0;

    internal override void Initialise(TimeSpan timeout)
    {
    }

    internal override void Begin()
    {
    }

    internal override void BeforeChanges(TimeSpan timeout) => Flush(timeout);

    internal override void AddPositions(List<TopicPartitionOffset> positions, TimeSpan timeout) => Flush(timeout);

    internal override void Commit(TimeSpan timeout)
    {
    }

    internal override void CommitPositions(List<TopicPartitionOffset> positions, TimeSpan timeout)
    {
        if (positions.Count == 0) return;
        var isLate = !Succeeded(timeout);
        asked = Task.Run(() => Consumer.Commit(positions, timeout));
        if (isLate) Settle(timeout);
    }

    internal override void Settle(TimeSpan timeout)
    {
        if (Succeeded(timeout)) return;
        throw asked.Exception?.InnerException as KafkaException ?? new KafkaException(ErrorCode.TimedOut, "Committing offsets");
    }

    internal override void Abort(TimeSpan timeout)
    {
        Producer.Purge();
        Producer.Flush(timeout);
    }

    /// <summary>Waits for the commit that was asked for last; true when it succeeded.</summary>
    bool Succeeded(TimeSpan timeout)
    {
        Task.WaitAny([asked], timeout);
        return asked.IsCompletedSuccessfully;
    }

    void Flush(TimeSpan timeout)
    {
        var isDone = Producer.Flush(timeout);
        if (failure() is { } found) throw found;
        if (!isDone) throw new KafkaException(ErrorCode.TimedOut, "Waiting for the broker to acknowledge what was produced");
    }
}
