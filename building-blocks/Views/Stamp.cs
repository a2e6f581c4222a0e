namespace Views;

/// <summary>When an attribute was set, and by which event: event time first, ties by event id (ordinal).</summary>
/// <param name="Time">Event time in UTC, in whole microseconds: what PostgreSQL keeps, so that a stamp equals itself once stored.</param>
/// <param name="EventId">The event's uuid.</param>
internal readonly record struct Stamp(DateTime Time, string EventId) : IComparable<Stamp>
{
    public static Stamp Of(DateTimeOffset eventTime, string eventId)
    {
        var ticks = eventTime.UtcTicks;
        return new Stamp(new DateTime(ticks - ticks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc), eventId);
    }

    public int CompareTo(Stamp other)
    {
        var byTime = Time.CompareTo(other.Time);
        return byTime != 0 ? byTime : string.CompareOrdinal(EventId, other.EventId);
    }
}
