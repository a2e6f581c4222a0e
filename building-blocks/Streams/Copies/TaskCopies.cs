using KafkaRider;
using Librdkafka;
using Microsoft.Extensions.Logging;
using State;

namespace Streams;

/// <summary>
/// Copies one task's checkpoints, beside the endpoint's loop: at most one at a time, a newer checkpoint in place of one that waits. A
/// failure is logged, counted and tried again later; it never holds the task up. A savepoint is copied at once.
/// </summary>
sealed class TaskCopies : IDisposable
{
    static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    readonly CopySettings settings;
    readonly TopicPartition changelog;
    readonly TaskSaves saves;
    readonly TimeProvider time;
    readonly ILogger logger;
    readonly CheckpointUpload upload;
    readonly CancellationTokenSource stopping = new();
    readonly Lock gate = new();
    readonly Task running;
    TaskCompletionSource wake = New();
    TaskCheckpoint? waiting;
    DateTimeOffset dueAt = DateTimeOffset.MinValue;
    DateTimeOffset sweptAt = DateTimeOffset.MinValue;
    int failures;

    public TaskCopies(CopyStore copies, string store, TopicPartition changelog, TimeProvider time, ILogger logger)
    {
        settings = copies.Settings;
        this.changelog = changelog;
        this.time = time;
        this.logger = logger;
        upload = copies.Upload(store, changelog.Partition);
        saves = new TaskSaves(store, changelog.Partition);
        running = Task.Run(Run);
    }

    /// <summary>When the newest copy was made, of which checkpoint; null before the first.</summary>
    public DateTimeOffset? CopiedAt { get; private set; }

    /// <summary>Failures since the task is here.</summary>
    public long Failed { get; private set; }

    /// <summary>Whether a checkpoint is wanted now, for a savepoint.</summary>
    public bool IsSaveWanted => saves.AreWanted;

    /// <summary>Asks for a savepoint: the next checkpoint, copied so that age never deletes it. Never fails.</summary>
    public Task<SavedTask> Save() => saves.Want(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The task goes: savepoints that still wait for a checkpoint get none.</summary>
    public void Leave() => saves.Refuse("its partition was taken from this instance: ask again");

    /// <summary>A checkpoint was published.</summary>
    public void Offer(PublishedCheckpoint checkpoint, CheckpointMetadata metadata)
    {
        var offered = new TaskCheckpoint(checkpoint, metadata);
        // A savepoint is a copy too; one that fails waits as others do.
        var isTaken = saves.Fill(offered);
        lock (gate)
        {
            waiting = isTaken ? null : offered;
            wake.TrySetResult();
        }
    }

    /// <summary>Ends the copy that is under way, without waiting for it: it counts for nothing.</summary>
    public void Dispose()
    {
        Leave();
        stopping.Cancel();
        // The running copy holds files open until it notices.
        running.ContinueWith(_ => stopping.Dispose(), TaskScheduler.Default);
    }

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    async Task Run()
    {
        while (!stopping.IsCancellationRequested)
        {
            if (saves.Next() is { } wanted) await Save(wanted);
            else if (TakeDue() is { } due) await Copy(due);
            else await Wait();
        }
        saves.Refuse("the service stopped");
    }

    async Task Wait()
    {
        Task woken;
        TimeSpan left;
        lock (gate)
        {
            if (wake.Task.IsCompleted) wake = New();
            woken = wake.Task;
            left = waiting is null ? Timeout.InfiniteTimeSpan : dueAt - time.GetUtcNow();
            if (saves.AreFilled || (waiting is not null && left <= TimeSpan.Zero)) return;
        }
        await woken.WaitAsync(left, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    TaskCheckpoint? TakeDue()
    {
        lock (gate)
        {
            if (waiting is null || time.GetUtcNow() < dueAt) return null;
            var due = waiting;
            waiting = null;
            dueAt = time.GetUtcNow() + settings.Interval;
            return due;
        }
    }

    async Task Copy(TaskCheckpoint due)
    {
        try
        {
            await Send(due, isSavepoint: false);
            await SweepIfDue();
        }
        catch (CopyBrokenException ended)
        {
            Log.CopyEnded(logger, changelog, ended.Message);
            // What was sent need not be sent again, so the next checkpoint gets further.
            lock (gate) dueAt = time.GetUtcNow();
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            Fail(due, failure);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The service stops, and with it the storage's client.
        }
    }

    async Task Save(TaskSave wanted)
    {
        try
        {
            await Send(wanted.Checkpoint, isSavepoint: true);
            saves.Done(wanted);
            await SweepIfDue();
        }
        catch (CopyBrokenException ended)
        {
            Log.CopyEnded(logger, changelog, ended.Message);
            saves.Again(wanted, ended.Message);
        }
        catch (Exception failure)
        {
            if (!stopping.IsCancellationRequested) Fail(wanted.Checkpoint, failure);
            saves.Failed(wanted, stopping.IsCancellationRequested ? "the service stopped" : failure.Message);
        }
    }

    async Task Send(TaskCheckpoint checkpoint, bool isSavepoint)
    {
        var (started, sent) = (time.GetTimestamp(), upload.BytesSent);
        await upload.Copy(checkpoint.Files, checkpoint.Time, isSavepoint, stopping.Token);
        var (took, bytes) = (time.GetElapsedTime(started), upload.BytesSent - sent);
        Log.Copied(logger, changelog, checkpoint.Metadata.Offset, bytes, took);
        StreamsMetrics.Copied(changelog.Topic, bytes, took);
        if (failures > 0) Log.CopiesWork(logger, changelog, failures);
        failures = 0;
        CopiedAt = checkpoint.Time;
    }

    async Task SweepIfDue()
    {
        if (time.GetUtcNow() - sweptAt < SweepInterval) return;
        sweptAt = time.GetUtcNow();
        try
        {
            var deleted = await upload.Sweep(sweptAt, settings.Age, stopping.Token);
            if (deleted > 0) Log.CopiesDeleted(logger, changelog, deleted, settings.Age);
        }
        catch (IOException failure)
        {
            Log.CopiesNotDeleted(logger, changelog, failure.Message, SweepInterval);
        }
    }

    void Fail(TaskCheckpoint due, Exception failure)
    {
        var wait = BackOff.After(++failures, FirstWait, LongestWait);
        Log.CopyFailed(logger, changelog, settings.Location, failure.Message, wait);
        StreamsMetrics.CopyFailed(changelog.Topic);

        // Whoever sees the count finds the reason in the log.
        Failed++;
        lock (gate)
        {
            waiting ??= due;
            dueAt = time.GetUtcNow() + wait;
        }
    }
}

/// <summary>A checkpoint that can be copied.</summary>
sealed record TaskCheckpoint(PublishedCheckpoint Files, CheckpointMetadata Metadata)
{
    /// <summary>When it was taken.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Metadata.Time);
}
