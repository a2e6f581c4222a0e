namespace Capture;

/// <summary>Between the reader of the log and the sender to Kafka: the reader fills one batch while the sender sends the other. The reader
/// waits while both are full, so memory is bounded by two batches whatever the size of a transaction; the sender takes what has gathered
/// while it was busy, so one Kafka transaction holds many small database transactions under load and one when there is little to
/// do.</summary>
sealed class Intake(int maxBatchBytes, int maxBatchRecords)
{
    // A Monitor, because the sender is a thread of its own that waits here.
    readonly object _gate = new();

    ChangeBatch _filling = new(maxBatchBytes, maxBatchRecords);
    ChangeBatch? _spare = new(maxBatchBytes, maxBatchRecords);
    TaskCompletionSource? _room;
    long _bytesTaken;
    long _recordsTaken;

    /// <summary>Bytes read and not yet handed back by the sender.</summary>
    public long Bytes
    {
        get { lock (_gate) return _bytesTaken + _filling.Bytes; }
    }

    /// <summary>Records read and not yet handed back by the sender.</summary>
    public long Records
    {
        get { lock (_gate) return _recordsTaken + _filling.Records; }
    }

    /// <summary>Adds the row that the encoder holds; waits while there is no room.</summary>
    public ValueTask Add(RowEncoder row, CapturePosition after, CancellationToken cancellationToken) =>
        TryAdd(row, after, out var room) ? ValueTask.CompletedTask : AddWhenRoom(row, after, room!, cancellationToken);

    /// <summary>Ends the database transaction of the rows added since the last call.</summary>
    /// <param name="endLsn">Its end.</param>
    /// <param name="snapshot">What the read of the table saw that gave the rows; null: they are from the log.</param>
    /// <param name="mustRecord">Whether the position goes to Kafka even without records.</param>
    public void Commit(ulong endLsn, TableSnapshot? snapshot = null, bool mustRecord = false)
    {
        lock (_gate)
        {
            _filling.Commit(endLsn, snapshot, mustRecord);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>The next batch: when a transaction has ended or the batch is full; null when neither came within the timeout.</summary>
    public ChangeBatch? Take(TimeSpan timeout)
    {
        lock (_gate)
        {
            if (!IsDue && (!Monitor.Wait(_gate, timeout) || !IsDue)) return null;
            var taken = _filling;
            (_filling, _spare) = (_spare ?? throw new InvalidOperationException("The last batch was not given back."), null);
            (_bytesTaken, _recordsTaken) = (taken.Bytes, taken.Records);
            _room?.SetResult();
            _room = null;
            return taken;
        }
    }

    /// <summary>Gives a batch back after it was sent.</summary>
    public void Return(ChangeBatch batch)
    {
        batch.Clear();
        lock (_gate)
        {
            _spare = batch;
            (_bytesTaken, _recordsTaken) = (0, 0);
        }
    }

    /// <summary>Wakes the sender, so that it sees that it has to stop.</summary>
    public void Wake()
    {
        lock (_gate) Monitor.PulseAll(_gate);
    }

    bool IsDue => _filling.HasCommit || _filling.IsFull;

    bool TryAdd(RowEncoder row, CapturePosition after, out Task? room)
    {
        lock (_gate)
        {
            room = null;
            if (_filling.IsFull)
            {
                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
                return false;
            }
            _filling.Add(row.Key, row.Value, after);
            if (_filling.IsFull) Monitor.Pulse(_gate);
            return true;
        }
    }

    async ValueTask AddWhenRoom(RowEncoder row, CapturePosition after, Task room, CancellationToken cancellationToken)
    {
        do await room.WaitAsync(cancellationToken);
        while (!TryAdd(row, after, out room!));
    }
}
