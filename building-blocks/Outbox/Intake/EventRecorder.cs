using Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Outbox;

/// <summary>Records events: each event's entities and its outbox row in one transaction. An event that is stored already, equal as
/// jsonb, is left alone; one that is stored with other content is refused.</summary>
sealed class EventRecorder<TContext>(DatabaseGate<TContext> gate, ProducerSettings settings, OutboxMetrics metrics)
    where TContext : DbContext
{
    readonly Dictionary<string, EntityKind> _kinds = settings.Entities.ToDictionary(kind => kind.Type);

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
        var results = await gate.Run((db, cancel) => RecordOnce(db, events, areOne, cancel), cancellationToken);
        foreach (var (result, recorded) in results.Zip(events)) metrics.Posted(recorded.Event.EventType!, result.Status);
        return results;
    }

    async Task<IReadOnlyList<EventResult>> RecordOnce(
        TContext db, IReadOnlyList<CheckedEvent> events, bool areOne, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var known = await KnownEvents.Find(db, events, cancellationToken);
        if (areOne && known.Different.Count > 0)
        {
            return [.. events.Select((e, index) => known.Different.Contains(index) ? Conflict(e) : EventResults.NotStored(e.Event.Uuid))];
        }

        var added = events.Where((_, index) => !known.Same.Contains(index) && !known.Different.Contains(index)).ToList();
        if (added.Count > 0)
        {
            await Apply(db, added, cancellationToken);
            foreach (var checkedEvent in added) db.Raise(checkedEvent.ToRow());
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        return [.. events.Select((e, index) => known.Different.Contains(index) ? Conflict(e) : new EventResult(e.Event.Uuid,
            known.Same.Contains(index) ? StatusCodes.Status200OK : StatusCodes.Status201Created, []))];
    }

    async Task Apply(TContext db, List<CheckedEvent> events, CancellationToken cancellationToken)
    {
        var entities = new Dictionary<(string Type, string Id), IEntity>();
        var mentioned = events.SelectMany(e => e.Event.Entities).GroupBy(entity => entity.Type)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in mentioned)
        {
            var found = await _kinds[group.Key].Lock(db, [.. group.Select(entity => entity.Id).Distinct()], cancellationToken);
            foreach (var (id, entity) in found) entities[(group.Key, id)] = entity;
        }
        foreach (var checkedEvent in events)
        {
            foreach (var (index, given) in checkedEvent.Event.Entities.Index())
            {
                var key = (given.Type, given.Id);
                if (!entities.TryGetValue(key, out var entity)) entities[key] = entity = _kinds[given.Type].Add(db, given.Id);
                var attributes = new GivenAttributes(given.Attributes, checkedEvent.AttributePaths[index], new List<FieldError>());
                entity.Take(attributes);
                entity.Attributes = attributes.Over(entity.Attributes);
                (entity.EventId, entity.UpdatedAt) = (checkedEvent.Event.Uuid, checkedEvent.AcceptedAt);
            }
        }
    }

    static EventResult Conflict(CheckedEvent e) => new(e.Event.Uuid, StatusCodes.Status409Conflict, [new FieldError("/eventHeader/uuid",
        $"'{e.Event.Uuid}' was recorded with other content: an event never changes, give a new fact a new uuid")]);
}
