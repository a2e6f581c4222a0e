namespace State;

/// <summary>
/// Which copies are kept: the newest one and savepoints always; of the others each one of the last hour, the last of each hour of the last
/// day, and the last of each day up to the greatest age. A copy a minute would otherwise be tens of thousands, each with an index.
/// </summary>
public static class CopyRetention
{
    static readonly TimeSpan All = TimeSpan.FromHours(1);
    static readonly TimeSpan Hourly = TimeSpan.FromDays(1);

    /// <summary>The copies to delete.</summary>
    /// <param name="copies">All there are, in any order.</param>
    /// <param name="now">The time now.</param>
    /// <param name="age">The greatest age.</param>
    public static IReadOnlyList<CopyName> Expired(IEnumerable<CopyName> copies, DateTimeOffset now, TimeSpan age)
    {
        List<CopyName> expired = [];
        var periods = new HashSet<(long, TimeSpan)>();
        foreach (var (index, copy) in copies.OrderByDescending(copy => copy.Time).Index())
        {
            if (index == 0 || copy.IsSavepoint) continue;
            var old = now - copy.Time;
            if (old > age) expired.Add(copy);
            else if (old > All && !periods.Add(Period(copy.Time, old > Hourly ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1))))
                expired.Add(copy);
        }
        return expired;
    }

    static (long Number, TimeSpan Length) Period(DateTimeOffset time, TimeSpan length) => (time.UtcTicks / length.Ticks, length);
}
