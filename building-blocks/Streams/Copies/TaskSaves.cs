namespace Streams;

/// <summary>
/// The savepoints that were asked for of one task: first they want a checkpoint, then it is copied. Asked for and filled by the endpoint's
/// loop, copied by another.
/// </summary>
sealed class TaskSaves(string store, int partition)
{
    /// <summary>Checkpoints that newer ones may replace while they are copied, before the savepoint is given up.</summary>
    const int MostAttempts = 5;

    readonly Lock gate = new();
    readonly List<TaskSave> wanted = [];
    readonly Queue<TaskSave> filled = [];

    public bool AreWanted
    {
        get
        {
            lock (gate) return wanted.Count > 0;
        }
    }

    public bool AreFilled
    {
        get
        {
            lock (gate) return filled.Count > 0;
        }
    }

    /// <param name="now">An older checkpoint, which is on its way, will not do. In milliseconds since the epoch, as checkpoints say it.
    /// </param>
    public Task<SavedTask> Want(long now)
    {
        var save = new TaskSave(now);
        lock (gate) wanted.Add(save);
        return save.Answer.Task;
    }

    /// <summary>All that want a checkpoint get this one, unless it was taken before they were asked for.</summary>
    /// <returns>Whether one did.</returns>
    public bool Fill(TaskCheckpoint checkpoint)
    {
        lock (gate)
        {
            foreach (var save in wanted.Where(save => save.Since <= checkpoint.Metadata.Time))
            {
                save.Checkpoint = checkpoint;
                filled.Enqueue(save);
            }
            return wanted.RemoveAll(save => save.Since <= checkpoint.Metadata.Time) > 0;
        }
    }

    /// <summary>One to copy; null without one.</summary>
    public TaskSave? Next()
    {
        lock (gate) return filled.TryDequeue(out var save) ? save : null;
    }

    public void Done(TaskSave save)
    {
        var metadata = save.Checkpoint.Metadata;
        save.Answer.TrySetResult(new SavedTask(
            store, partition, save.Checkpoint.Time, metadata.Offset, metadata.Input, metadata.Next, save.Checkpoint.Files.Entries, null));
    }

    /// <summary>The checkpoint was replaced before it was copied: the next one will do.</summary>
    public void Again(TaskSave save, string reason)
    {
        if (++save.Attempts == MostAttempts) Failed(save, reason);
        else lock (gate) wanted.Add(save);
    }

    public void Failed(TaskSave save, string reason) =>
        save.Answer.TrySetResult(new SavedTask(store, partition, null, null, null, null, null, reason));

    /// <summary>Gives up those that no checkpoint can reach any more.</summary>
    public void Refuse(string reason)
    {
        List<TaskSave> refused;
        lock (gate)
        {
            refused = [.. wanted];
            wanted.Clear();
        }
        foreach (var save in refused) Failed(save, reason);
    }
}

/// <summary>A savepoint that was asked for.</summary>
sealed class TaskSave(long since)
{
    /// <summary>When, in milliseconds since the epoch.</summary>
    public long Since => since;

    public TaskCompletionSource<SavedTask> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is copied, once there is one.</summary>
    public TaskCheckpoint Checkpoint { get; set; } = null!;

    public int Attempts { get; set; }
}
