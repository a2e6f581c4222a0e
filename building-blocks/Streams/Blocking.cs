namespace Streams;

/// <summary>Waits, on a thread of our own that has nothing else to do, for what others do.</summary>
static class Blocking
{
    /// <summary>The result of work that runs on the pool.</summary>
    public static T Wait<T>(Func<Task<T>> work)
    {
        var task = Task.Run(work);
        UntilEnded(task);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Until it has ended, well or not.</summary>
    public static void UntilEnded(Task task) => ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
}
