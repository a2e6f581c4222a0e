using Librdkafka;
using Microsoft.Extensions.Logging;
using State;

namespace Streams;

/// <summary>Everything that one task has to do with copies of its checkpoints.</summary>
sealed class TaskCopying : IDisposable
{
    readonly GroupPositions positions;
    readonly TopicPartition input;
    readonly ILogger logger;
    readonly TaskCopies copies;
    readonly CopyRestore restore;

    public TaskCopying(
        CopyStore store, GroupPositions positions, TaskDefinition definition, TopicPartition input, TimeProvider time, ILogger logger)
    {
        this.positions = positions;
        this.input = input;
        this.logger = logger;
        var changelog = new TopicPartition(JoinNames.Changelog(store.Application, definition.Store), input.Partition);
        copies = new TaskCopies(store, definition.Store, changelog, time, logger);
        restore = new CopyRestore(store, definition.Store, changelog, time, logger);
    }

    /// <summary>When the newest checkpoint was taken that was copied; null without one.</summary>
    public DateTimeOffset? CopiedAt => copies.CopiedAt;

    /// <summary>Copies that failed since the task is here.</summary>
    public long Failed => copies.Failed;

    /// <summary>Whether a savepoint wants a checkpoint now.</summary>
    public bool IsSaveWanted => copies.IsSaveWanted;

    /// <summary>What the group has committed of the task's input, as it is when the task begins; null when that is not known. Blocks.
    /// </summary>
    public long? Committed()
    {
        try
        {
            return positions.Of(input);
        }
        catch (KafkaException failure)
        {
            Log.PositionNotKnown(logger, input, failure.Message);
            return null;
        }
    }

    /// <inheritdoc cref="CopyRestore.Run"/>
    public bool Restore(FasterStore target, string folder, Func<CheckpointMetadata, string?> fault, CancellationToken cancellationToken) =>
        restore.Run(target, folder, fault, cancellationToken);

    /// <inheritdoc cref="TaskCopies.Offer"/>
    public void Offer(PublishedCheckpoint checkpoint, CheckpointMetadata metadata) => copies.Offer(checkpoint, metadata);

    /// <inheritdoc cref="TaskCopies.Save()"/>
    public Task<SavedTask> Save() => copies.Save();

    /// <inheritdoc cref="TaskCopies.Leave"/>
    public void Leave() => copies.Leave();

    public void Dispose() => copies.Dispose();
}
