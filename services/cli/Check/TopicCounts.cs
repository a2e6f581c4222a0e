namespace Cli;

/// <summary>How often each posted event came in one topic.</summary>
sealed class TopicCounts(string topic, int events)
{
    readonly int[] _timesSeen = new int[events];
    long _records;
    long _distinct;

    public string Topic => topic;

    /// <summary>Records of posted events.</summary>
    public long Records => Volatile.Read(ref _records);

    /// <summary>Records beyond the first of each event.</summary>
    public long Duplicates => Records - Volatile.Read(ref _distinct);

    /// <summary>Called by the one thread that reads the topics.</summary>
    public void Add(int position)
    {
        if (_timesSeen[position]++ == 0) Volatile.Write(ref _distinct, _distinct + 1);
        Volatile.Write(ref _records, _records + 1);
    }
}
