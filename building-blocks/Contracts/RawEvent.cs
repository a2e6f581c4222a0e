namespace Contracts;

/// <summary>One record of <see cref="Topics.RawBusinessEvents"/> or of a filtered topic: the columns of an outbox row as the capture
/// wrote them.</summary>
/// <remarks>
/// Read from the flat form of change capture (columns, <c>event_data</c> as a JSON string, <c>__op</c>, <c>__deleted</c>); a record
/// without <c>__op</c>, as the basic managed connector writes it, is a create. A bare event of either shape is accepted as well.
/// <c>created_date</c> is the header's createdDate; <c>saved_date</c> is the moment at which the producer accepted the request.
/// A date that .NET cannot hold (infinity, years before 1 or after 9999) is unknown, not an error.
/// </remarks>
public sealed record RawEvent
{
    /// <summary>The event's uuid.</summary>
    public required string Id { get; init; }

    /// <summary>What happened, in words.</summary>
    public required string EventName { get; init; }

    /// <summary>What happened, as one of <see cref="EventTypes"/>.</summary>
    public string? EventType { get; init; }

    /// <summary>When it happened, by the clock of who reports it.</summary>
    public DateTimeOffset? CreatedDate { get; init; }

    /// <summary>When the producer accepted it.</summary>
    public DateTimeOffset? SavedDate { get; init; }

    /// <summary>The event itself, as JSON text; empty in the record of a deleted row.</summary>
    public required string EventData { get; init; }

    /// <summary>c (created), r (read by a snapshot), u (updated) or d (deleted).</summary>
    public required string Op { get; init; }

    /// <summary>Whether the record says that the row was removed, as retention does.</summary>
    public bool Deleted { get; init; }

    /// <summary>When it happened: created, else saved, else unknown.</summary>
    public DateTimeOffset? EventTime => CreatedDate ?? SavedDate;

    /// <summary>Reads the value of a record.</summary>
    /// <param name="value">UTF-8 JSON of at most <see cref="Limits.MaxRecordBytes"/> bytes.</param>
    /// <param name="raw">The record; null when it is malformed.</param>
    /// <param name="error">What is wrong and where; empty on success.</param>
    /// <remarks>The event inside <c>event_data</c> is not looked at: see <see cref="ReadEvent"/>.</remarks>
    public static bool TryRead(ReadOnlySpan<byte> value, out RawEvent? raw, out string error) =>
        RawEventReader.TryRead(value, out raw, out error);

    /// <summary>Reads the event inside the record.</summary>
    /// <exception cref="MalformedEventException">The text is not a business event; the exception names each field.</exception>
    public BusinessEvent ReadEvent() => TryReadEvent(out var businessEvent, out var errors)
        ? businessEvent!
        : throw new MalformedEventException(errors);

    /// <summary>Reads the event inside the record.</summary>
    /// <param name="businessEvent">The event; null when there are errors.</param>
    /// <param name="errors">Every field that is missing or wrong.</param>
    public bool TryReadEvent(out BusinessEvent? businessEvent, out IReadOnlyList<FieldError> errors) =>
        BusinessEvent.TryParse(EventData, out businessEvent, out errors);
}
