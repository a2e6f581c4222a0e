namespace State;

/// <summary>Does one write after the other on a thread of its own, which there is from the first one on.</summary>
internal sealed class WriteQueue : IDisposable
{
    readonly object _gate = new();
    readonly Queue<Action> _writes = [];
    Thread? _thread;
    bool _isEnding;

    /// <summary>Adds a write, which must not throw.</summary>
    public void Add(Action write)
    {
        lock (_gate)
        {
            _writes.Enqueue(write);
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "state writes" };
                _thread.Start();
            }
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits until all that was added is done.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isEnding = true;
            Monitor.Pulse(_gate);
        }
        // FASTER closes a checkpoint's file in the callback of its last write.
        if (Thread.CurrentThread != _thread) _thread?.Join();
    }

    void Run()
    {
        while (Next() is { } write) write();
    }

    Action? Next()
    {
        lock (_gate)
        {
            while (_writes.Count == 0 && !_isEnding) Monitor.Wait(_gate);
            return _writes.TryDequeue(out var write) ? write : null;
        }
    }
}
