namespace Capture;

/// <summary>How many bytes of each partition a group has not read yet. Used under a lock.</summary>
sealed class UnreadLog(int partitions, int maxBytes)
{
    readonly Queue<(long Offset, int Bytes)>[] _records = [.. Enumerable.Range(0, partitions).Select(_ => new Queue<(long, int)>())];
    readonly long[] _unread = new long[partitions];
    long _inFlight;

    /// <summary>The most that any one partition may hold unread, counting what is on its way as if it all went there.</summary>
    public long Largest
    {
        get
        {
            var largest = 0L;
            foreach (var bytes in _unread) largest = Math.Max(largest, bytes);
            return _inFlight + largest;
        }
    }

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
        _records[partition].Enqueue((offset, bytes));
        _unread[partition] += bytes;
    }

    /// <summary>The group has read a partition up to, not including, an offset.</summary>
    public void Read(int partition, long nextOffset)
    {
        var records = _records[partition];
        while (records.TryPeek(out var oldest) && oldest.Offset < nextOffset)
        {
            records.Dequeue();
            _unread[partition] -= oldest.Bytes;
        }
    }
}
