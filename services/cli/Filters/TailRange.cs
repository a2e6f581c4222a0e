using Librdkafka;

namespace Cli;

/// <summary>What is still unread of one partition, read backwards: from its end towards its beginning.</summary>
sealed class TailRange(TopicPartition partition, long low, long high)
{
    public TopicPartition Partition => partition;

    /// <summary>First offset that has been taken; what is unread lies before it.</summary>
    public long Taken { get; private set; } = high;

    public long Unread => Taken - low;

    /// <summary>Takes the newest so many of the unread offsets: where to begin, and the offset behind the last.</summary>
    public (long From, long End) Take(long count)
    {
        var end = Taken;
        Taken -= Math.Min(count, Unread);
        return (Taken, end);
    }

    /// <summary>How many offsets each takes of so many: as evenly as what they have unread allows.</summary>
    public static IReadOnlyList<(TailRange Range, long Count)> Share(IEnumerable<TailRange> ranges, long count)
    {
        var shares = new List<(TailRange, long)>();
        TailRange[] smallestFirst = [.. ranges.Where(range => range.Unread > 0).OrderBy(range => range.Unread)];
        foreach (var (index, range) in smallestFirst.Index())
        {
            var share = Math.Min(range.Unread, (count + smallestFirst.Length - index - 1) / (smallestFirst.Length - index));
            if (share > 0) shares.Add((range, share));
            count -= share;
        }
        return shares;
    }
}
