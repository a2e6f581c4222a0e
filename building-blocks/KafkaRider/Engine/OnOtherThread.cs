namespace KafkaRider;

/// <summary>
/// The loop's thread belongs to the consumer, and inside a rebalance it must not return before an answer: there, and only there, it waits
/// for asynchronous work, which runs on the pool.
/// </summary>
internal static class OnOtherThread
{
    /// <exception cref="TimeoutException">The work did not end in time; it goes on unobserved.</exception>
    internal static void Wait(Func<ValueTask> work, TimeSpan timeout)
    {
        var task = Task.Run(() => work().AsTask());
        if (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(timeout)) throw new TimeoutException($"No answer within {timeout}.");
        task.GetAwaiter().GetResult();
    }
}
