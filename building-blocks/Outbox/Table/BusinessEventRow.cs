namespace Outbox;

/// <summary>One row of the outbox table <c>business_events</c>: what change capture turns into one record. Rows are inserted and, long
/// after they were captured, deleted; never updated.</summary>
public sealed class BusinessEventRow
{
    /// <summary>The event's uuid: 1 to 255 characters.</summary>
    public required string Id { get; init; }

    /// <summary>What happened, in words.</summary>
    public required string EventName { get; init; }

    /// <summary>What happened, as one of <see cref="Contracts.EventTypes"/>.</summary>
    public string? EventType { get; init; }

    /// <summary>When it happened, as the event says; UTC, microseconds.</summary>
    public DateTimeOffset? CreatedDate { get; init; }

    /// <summary>When this service accepted the request that brought the event; UTC, microseconds.</summary>
    public DateTimeOffset? SavedDate { get; init; }

    /// <summary>The event's JSON exactly as it was posted; PostgreSQL keeps it as jsonb.</summary>
    public required string EventData { get; init; }
}
