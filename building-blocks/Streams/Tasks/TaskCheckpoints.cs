using Librdkafka;
using Microsoft.Extensions.Logging;
using State;

namespace Streams;

/// <summary>
/// Takes the checkpoints of a task's store in steps, so that whoever uses the store waits for none of them: it is prepared, then what the
/// checkpoint holds is decided and its files are written by others, then it counts.
/// </summary>
sealed class TaskCheckpoints(TaskStore held, TopicPartition changelog, TimeProvider time, ILogger logger)
{
    Task<long>? preparing;
    (Task Task, CheckpointMetadata Metadata)? saving;
    long lastBegan = time.GetTimestamp();

    /// <summary>True while one is being taken.</summary>
    public bool IsBegun => preparing is not null || saving is not null;

    /// <summary>True when the one that is being taken is written.</summary>
    public bool IsWritten => saving is { Task.IsCompleted: true };

    /// <summary>How long the last one held up whoever uses the store.</summary>
    public TimeSpan Pause { get; private set; }

    /// <summary>Whether one should be taken.</summary>
    /// <param name="interval">From one to the next of a store that changes.</param>
    /// <param name="asOf">The time that it would be of.</param>
    public bool IsDue(TimeSpan interval, DateTimeOffset asOf) => held.IsDirty
        ? held.Store.IsCheckpointDue || time.GetElapsedTime(lastBegan) > interval
        : held.IsCheckpointAging(asOf);

    /// <summary>Takes the next step, and waits for none.</summary>
    /// <param name="ask">Called with the first step, to be answered before the second.</param>
    /// <param name="describe">Called when the content is decided, with that answer: what the checkpoint says of itself.</param>
    /// <returns>The checkpoint that counts from now on; null: none does yet.</returns>
    /// <exception cref="IOException">It could not be written: the store is suspect.</exception>
    public CheckpointMetadata? Advance(Func<Task<long>> ask, Func<long, CheckpointMetadata> describe)
    {
        if (saving is not null) return IsWritten ? Finish() : null;
        if (preparing is not { } asked)
        {
            var started = time.GetTimestamp();
            preparing = Prepare(ask);
            Pause = time.GetElapsedTime(started);
        }
        else if (asked.IsCompleted)
        {
            preparing = null;
            if (asked.Exception?.InnerException is KafkaException failure) Log.CheckpointPostponed(logger, changelog, failure.Message);
            else Save(describe(asked.GetAwaiter().GetResult()));
        }
        return null;
    }

    /// <summary>Takes one now. Blocks; the store must not be used meanwhile.</summary>
    /// <exception cref="IOException">It could not be written: the store is suspect.</exception>
    public CheckpointMetadata Take(CheckpointMetadata metadata)
    {
        Pause = TimeSpan.Zero;
        Save(metadata);
        return End() ?? throw new IOException($"the checkpoint of {changelog} could not be written: the log says why");
    }

    /// <summary>Waits until none is being taken. One that fails makes the store suspect.</summary>
    /// <returns>As <see cref="Advance"/>.</returns>
    public CheckpointMetadata? End()
    {
        if (preparing is { } asked) Blocking.UntilEnded(asked);
        preparing = null;
        if (saving is not { } saved) return null;
        Blocking.UntilEnded(saved.Task);
        try
        {
            return Finish();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or StateUnreadableException)
        {
            Log.CheckpointFailed(logger, failure, changelog);
            return null;
        }
    }

    async Task<long> Prepare(Func<Task<long>> ask)
    {
        var prepared = held.Store.PrepareCheckpointAsync();
        var asked = ask();
        await prepared.ConfigureAwait(false);
        return await asked.ConfigureAwait(false);
    }

    void Save(CheckpointMetadata metadata)
    {
        var started = time.GetTimestamp();
        var isPrepared = held.Store.IsCheckpointPrepared;
        var task = held.BeginCheckpoint(metadata);
        // So much was written meanwhile that it is prepared again, which the owner waits for.
        if (!isPrepared) Blocking.UntilEnded(task);
        lastBegan = started;
        saving = (task, metadata);
        Pause += time.GetElapsedTime(started);
    }

    CheckpointMetadata Finish()
    {
        var (task, metadata) = saving!.Value;
        saving = null;
        held.EndCheckpoint(task);
        Log.Checkpointed(logger, changelog, metadata.Offset, held.Store.Entries, Pause);
        TaskCrashPoints.Reached?.Invoke(TaskCrashPoint.Checkpointed);
        return metadata;
    }
}
