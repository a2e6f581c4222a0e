namespace Streams;

/// <summary>What became of records, per filter and in all; safe to read at any time. Counts what was evaluated: a batch that is read
/// again after a fault counts again.</summary>
public sealed class FilterCounts
{
    readonly long[] passed;
    readonly long[] unknown;
    long records;
    long unreadable;

    internal FilterCounts(int filters)
    {
        passed = new long[filters];
        unknown = new long[filters];
    }

    /// <summary>Records evaluated, unreadable ones included.</summary>
    public long Records => Interlocked.Read(ref records);

    /// <summary>Records that were no JSON objects: dead letters.</summary>
    public long Unreadable => Interlocked.Read(ref unreadable);

    /// <summary>Records for which a filter was true.</summary>
    public long Passed(int filter) => Interlocked.Read(ref passed[filter]);

    /// <summary>Records for which a filter was neither true nor false.</summary>
    public long Unknown(int filter) => Interlocked.Read(ref unknown[filter]);

    internal void Add(long moreRecords, long moreUnreadable)
    {
        Interlocked.Add(ref records, moreRecords);
        Interlocked.Add(ref unreadable, moreUnreadable);
    }

    internal void Add(int filter, long morePassed, long moreUnknown)
    {
        if (morePassed != 0) Interlocked.Add(ref passed[filter], morePassed);
        if (moreUnknown != 0) Interlocked.Add(ref unknown[filter], moreUnknown);
    }
}
