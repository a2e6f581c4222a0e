using Contracts;

namespace Outbox;

/// <summary>An event that passed every check: recording it can only fail for what is stored already.</summary>
/// <param name="Event">The event as read.</param>
/// <param name="Json">Its JSON exactly as posted.</param>
/// <param name="AcceptedAt">When the request that brought it was accepted.</param>
/// <param name="AttributePaths">JSON pointer of each entity's attributes.</param>
/// <param name="IsMadeHere">Whether this service made the event from a request: the dates of its header are then when the request came,
/// and do not make a repeated request another event.</param>
sealed record CheckedEvent(
    BusinessEvent Event, string Json, DateTimeOffset AcceptedAt, IReadOnlyList<string> AttributePaths, bool IsMadeHere = false)
{
    /// <summary>The outbox row.</summary>
    public BusinessEventRow ToRow() => new()
    {
        Id = Event.Uuid,
        EventName = Event.EventName,
        EventType = Event.EventType,
        CreatedDate = Event.CreatedDate,
        SavedDate = AcceptedAt,
        EventData = Json,
    };
}

/// <summary>What came of one event of a request.</summary>
/// <param name="Uuid">The event's uuid; null when it could not be read.</param>
/// <param name="Status">HTTP status: 201 recorded, 200 recorded before, 400, 409 or 413 refused, 424 refused because of another
/// one.</param>
/// <param name="Errors">Each mistake.</param>
sealed record EventResult(string? Uuid, int Status, IReadOnlyList<FieldError> Errors)
{
    /// <summary>Whether the event is stored.</summary>
    public bool IsStored => Status < 300;
}
