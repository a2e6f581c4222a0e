namespace Cli;

/// <summary>One event as it is posted.</summary>
/// <param name="Uuid">The event's id.</param>
/// <param name="EventType">One of <see cref="Contracts.EventTypes"/>: decides producer and view.</param>
/// <param name="Json">The event, UTF-8.</param>
sealed record PostedEvent(string Uuid, string EventType, ReadOnlyMemory<byte> Json);
