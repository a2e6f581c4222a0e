namespace Streams;

/// <summary>Columns of the outbox that conditions do not name.</summary>
static class OutboxColumns
{
    /// <summary>The event as a text of JSON.</summary>
    public const string EventData = "event_data";
}
