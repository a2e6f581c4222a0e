using NpgsqlTypes;

namespace Capture;

/// <summary>What is known about the capture of one database; written by the capture, read by anyone.</summary>
sealed class DatabaseStatus(CapturedDatabase database)
{
    readonly Lock _lock = new();
    SlotState? _slot;
    ulong _confirmed;
    Func<(long Bytes, long Records)>? _inFlight;
    string? _lastError;
    string? _holdingBack;
    string? _waitingFor = "Starting.";

    public string Name => database.Name;

    public bool IsStreaming
    {
        get { lock (_lock) return _waitingFor is null; }
    }

    public long LagBytes
    {
        get { lock (_lock) return _slot?.LagBytes ?? 0; }
    }

    public long InFlightBytes
    {
        get { lock (_lock) return _inFlight?.Invoke().Bytes ?? 0; }
    }

    /// <summary>Why it is not streaming; null while it is.</summary>
    public string? WaitingFor
    {
        get { lock (_lock) return _waitingFor; }
    }

    public void Started(Func<(long Bytes, long Records)> inFlight)
    {
        lock (_lock) (_waitingFor, _inFlight) = (null, inFlight);
    }

    public void Waiting(string reason)
    {
        lock (_lock) _waitingFor = reason;
    }

    /// <summary>Streams, but slower than it could: why; null: it does not hold back.</summary>
    public void HoldsBack(string? reason)
    {
        lock (_lock) _holdingBack = reason;
    }

    public void Failed(string reason)
    {
        lock (_lock) (_waitingFor, _lastError, _inFlight) = (reason, reason, null);
    }

    public void Stopped()
    {
        lock (_lock) (_waitingFor, _inFlight) = ("Stopped.", null);
    }

    public void Confirmed(ulong lsn)
    {
        lock (_lock) _confirmed = lsn;
    }

    public void Slot(SlotState slot)
    {
        lock (_lock) (_slot, _confirmed) = (slot, Math.Max(_confirmed, slot.ConfirmedLsn));
    }

    public DatabaseReport Report()
    {
        lock (_lock)
        {
            var (bytes, records) = _inFlight?.Invoke() ?? (0, 0);
            return new DatabaseReport(Name, database.Slot, database.Publication, _waitingFor is null ? "streaming" : "waiting", _waitingFor,
                _holdingBack, new NpgsqlLogSequenceNumber(_confirmed).ToString(), _slot?.LagBytes, _slot?.WalStatus, bytes, records,
                _lastError);
        }
    }
}

/// <summary>One database in the answer of <c>GET /capture/status</c>.</summary>
sealed record DatabaseReport(string Database, string Slot, string Publication, string State, string? WaitingFor,
    string? HoldingBack, string ConfirmedLsn, long? LagBytes, string? WalStatus, long InFlightBytes, long InFlightRecords,
    string? LastError);
