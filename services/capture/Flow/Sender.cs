namespace Capture;

/// <summary>Takes batches from the <see cref="Intake"/> to Kafka, on a thread of its own: the client's calls block, and one thread has to
/// own each client.</summary>
sealed class Sender(string name, Intake intake, Func<CancellationToken, IRecordSink> open)
{
    static readonly TimeSpan IdleWait = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan OutstandingWait = TimeSpan.FromMilliseconds(1);

    readonly TaskCompletionSource<IRecordSink> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly CancellationTokenSource _stop = new();

    /// <summary>Ends when the sender was stopped; fails when Kafka failed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Opens the sink and begins to send.</summary>
    public Task<IRecordSink> Start()
    {
        new Thread(Run) { IsBackground = true, Name = name }.Start();
        return _opened.Task;
    }

    /// <summary>Lets the batch at hand be finished, waits for its acknowledgement, and ends.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        intake.Wake();
        await _ended.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    void Run()
    {
        try
        {
            using var sink = open(_stop.Token);
            _opened.SetResult(sink);
            Send(sink);
            sink.Drain(CaptureOptions.DrainTimeout);
            _ended.SetResult();
        }
        catch (Exception exception)
        {
            // A thread has no caller: whoever waits for the sender gets it.
            _opened.TrySetException(exception);
            _ended.TrySetException(exception);
        }
    }

    void Send(IRecordSink sink)
    {
        while (!_stop.IsCancellationRequested)
        {
            var pause = sink.Pause;
            if (pause > TimeSpan.Zero && _stop.Token.WaitHandle.WaitOne(pause)) return;
            var batch = intake.Take(sink.HasOutstanding ? OutstandingWait : IdleWait);
            if (batch is null)
            {
                sink.Serve();
                continue;
            }
            sink.Send(batch, _stop.Token);
            intake.Return(batch);
        }
    }
}
