namespace Capture;

/// <summary>How many bytes of each partition a group has not read yet. Used under a lock.</summary>
sealed class UnreadLog(int maxBytes)
{
    readonly Dictionary<int, Queue<(long Offset, int Bytes)>> _records = [];
    readonly Dictionary<int, long> _unread = [];
    long _inFlight;

    /// <summary>The most that any one partition may hold unread, counting what is on its way as if it all went there.</summary>
    public long Largest => _inFlight + (_unread.Count == 0 ? 0 : _unread.Values.Max());

    /// <summary>Reserves room for a record; false: there is none until more is read. A record alone always has room.</summary>
    public bool TryReserve(int bytes)
    {
        var largest = Largest;
        if (largest > 0 && largest + bytes > maxBytes) return false;
        _inFlight += bytes;
        return true;
    }

    /// <summary>A record for which room was reserved is in the log.</summary>
    public void Delivered(int partition, long offset, int bytes)
    {
        _inFlight -= bytes;
        Add(partition, offset, bytes);
    }

    /// <summary>A record for which room was reserved is not in the log.</summary>
    public void Failed(int bytes) => _inFlight -= bytes;

    /// <summary>Counts bytes up to an offset that were there before.</summary>
    public void Add(int partition, long offset, int bytes)
    {
        if (!_records.TryGetValue(partition, out var records)) _records[partition] = records = new Queue<(long, int)>();
        records.Enqueue((offset, bytes));
        _unread[partition] = _unread.GetValueOrDefault(partition) + bytes;
    }

    /// <summary>The group has read a partition up to, not including, an offset.</summary>
    public void Read(int partition, long nextOffset)
    {
        if (!_records.TryGetValue(partition, out var records)) return;
        while (records.TryPeek(out var oldest) && oldest.Offset < nextOffset)
        {
            records.Dequeue();
            _unread[partition] -= oldest.Bytes;
        }
    }
}
