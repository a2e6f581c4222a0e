namespace Capture;

/// <summary>Which database transactions have all their records acknowledged by Kafka. The slot may be confirmed up to <see
/// cref="Confirmed"/> and no further: a transaction counts once it has ended, all its records are acknowledged, and so are all transactions
/// before it. Used by one thread; <see cref="Confirmed"/> may be read by any.</summary>
sealed class AckTracker
{
    const int InitialCapacity = 64;

    // A ring of transactions, oldest first; the last one is open until it is closed.
    Transaction[] _ring = new Transaction[InitialCapacity];
    long _oldest;
    long _open;
    ulong _confirmed;

    record struct Transaction(int Outstanding, ulong EndLsn);

    /// <summary>End of the last transaction that may be confirmed; 0: none yet.</summary>
    public ulong Confirmed => Volatile.Read(ref _confirmed);

    /// <summary>Records sent and not acknowledged.</summary>
    public long Outstanding { get; private set; }

    /// <summary>Counts a record of the open transaction as sent.</summary>
    /// <returns>The number to give back to <see cref="Acknowledge"/> when Kafka has it.</returns>
    public long Send()
    {
        Slot(_open).Outstanding++;
        Outstanding++;
        return _open;
    }

    /// <summary>Ends the open transaction; the next record belongs to a new one.</summary>
    public void Close(ulong endLsn)
    {
        Slot(_open).EndLsn = endLsn;
        _open++;
        if (_open - _oldest == _ring.Length) Grow();
        Slot(_open) = default;
        Advance();
    }

    /// <summary>Counts a record as acknowledged.</summary>
    public void Acknowledge(long transaction)
    {
        Slot(transaction).Outstanding--;
        Outstanding--;
        Advance();
    }

    ref Transaction Slot(long number) => ref _ring[number & (_ring.Length - 1)];

    void Advance()
    {
        while (_oldest < _open && Slot(_oldest).Outstanding == 0)
        {
            Volatile.Write(ref _confirmed, Slot(_oldest).EndLsn);
            _oldest++;
        }
    }

    void Grow()
    {
        var larger = new Transaction[_ring.Length * 2];
        for (var number = _oldest; number < _open; number++) larger[number & (larger.Length - 1)] = Slot(number);
        _ring = larger;
    }
}
