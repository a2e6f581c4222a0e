using Microsoft.EntityFrameworkCore;

namespace Outbox;

/// <summary>Records events, in turn with all other requests to the database.</summary>
sealed class EventRecorder<TContext>(DatabaseGate<TContext> gate, EventWriter<TContext> writer, OutboxMetrics metrics)
    where TContext : DbContext
{
    /// <summary>Throws when the database is away.</summary>
    public Task EnsureAvailable(CancellationToken cancellationToken) => gate.EnsureAvailable(cancellationToken);

    /// <summary>Records all events of a request or, when one is refused, none.</summary>
    public Task<IReadOnlyList<EventResult>> RecordAll(IReadOnlyList<CheckedEvent> events, CancellationToken cancellationToken) =>
        Record(events, areOne: true, cancellationToken);

    /// <summary>Records events that have nothing to do with each other: one that is refused does not touch the others.</summary>
    public Task<IReadOnlyList<EventResult>> RecordEach(IReadOnlyList<CheckedEvent> events) =>
        Record(events, areOne: false, CancellationToken.None);

    async Task<IReadOnlyList<EventResult>> Record(IReadOnlyList<CheckedEvent> events, bool areOne, CancellationToken cancellationToken)
    {
        var results = await gate.Run((db, cancel) => writer.Write(db, events, areOne, cancel), cancellationToken);
        foreach (var (result, recorded) in results.Zip(events)) metrics.Posted(recorded.Event.EventType!, result.Status);
        return results;
    }
}
