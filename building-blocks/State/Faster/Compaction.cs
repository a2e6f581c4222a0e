namespace State;

/// <summary>
/// Keeps the log short. When more than a third of it is dead, each byte written pays for a few bytes of its oldest end: what is alive
/// there is written again at the tail, and the log begins after it. Files before the begin of the oldest kept checkpoint go, one with each
/// write: deleting hundreds of them at once would hold up the owner.
/// </summary>
internal sealed class Compaction
{
    /// <summary>
    /// Bytes looked at for each byte written. A log of 1.5 times the live data gives back half the live data for one pass over it, which is
    /// three bytes for one: with four the log does not outgrow its limit.
    /// </summary>
    const int BytesPerByteWritten = 4;

    /// <summary>A page is looked at in so many steps, as the owner waits for each.</summary>
    const int StepsPerPage = 8;

    readonly RecordLog _log;
    readonly StoreLayout _layout;
    long _held;
    long _released;
    long _lastTail;
    long _credit;
    long _firstSegment;
    bool _isHeld;

    public Compaction(RecordLog log, StoreLayout layout, CheckpointManifest? checkpoint, long? held)
    {
        _log = log;
        _layout = layout;
        Begin = checkpoint?.Begin ?? log.Begin;
        LiveBytes = checkpoint?.LiveBytes ?? 0;
        _held = _released = held ?? Begin;
        _isHeld = held is not null;
        _lastTail = log.Tail;
        log.DeleteSegmentsBefore(_held);
        _firstSegment = _held / layout.SegmentBytes;
    }

    /// <summary>The address before which nothing is alive.</summary>
    public long Begin { get; private set; }

    /// <summary>Bytes of the newest records of all keys.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>True when the files are long for what is alive only because kept checkpoints need them.</summary>
    public bool IsHeldByCheckpoints
    {
        get
        {
            FreeReleased();
            return _isHeld && _log.Tail - _held > Limit + LiveBytes * 3 / 4 + _layout.SegmentBytes;
        }
    }

    /// <summary>After each write.</summary>
    public void Wrote(long liveDifference)
    {
        LiveBytes += liveDifference;
        var tail = _log.Tail;
        var paid = (tail - _lastTail) * BytesPerByteWritten;
        // No more than a step is saved up, so that small writes pay for one at most; long ones for all that they are worth.
        _credit = Math.Min(_credit, StepBytes) + paid;
        while (_credit >= StepBytes && tail - Begin > Limit)
            if (!TryStep()) break;
        _lastTail = _log.Tail;
        FreeReleased();
    }

    /// <summary>A checkpoint begins: what it needs stays.</summary>
    public void Hold()
    {
        if (_isHeld) return;
        _isHeld = true;
        _released = Begin;
    }

    /// <summary>After a checkpoint, on any thread: what the kept ones need begins here. The owner frees what is before it.</summary>
    public void Release(long begin) => Volatile.Write(ref _released, begin);

    /// <summary>
    /// How long the log may be for what is alive: half as long again, or more by what memory holds, which costs nothing to keep.
    /// </summary>
    long Limit => Math.Max(LiveBytes * 3 / 2, LiveBytes + _layout.LogBytes);

    long StepBytes => _layout.PageBytes / StepsPerPage;

    void FreeReleased()
    {
        var released = _isHeld ? Volatile.Read(ref _released) : Begin;
        if (released != _held)
        {
            _held = released;
            _log.ShiftBegin(_held);
        }
        if (_firstSegment < _held / _layout.SegmentBytes) _log.DeleteSegment(_firstSegment++);
    }

    /// <returns>False when what would be looked at may still change in place.</returns>
    bool TryStep()
    {
        if (Begin + StepBytes > _log.ReadOnly) return false;
        var end = _log.MoveToTail(Begin, Begin + StepBytes);
        _credit -= end - Begin;
        Begin = end;
        return true;
    }
}
