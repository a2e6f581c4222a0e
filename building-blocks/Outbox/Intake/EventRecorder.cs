using Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Outbox;

/// <summary>Records events: each event's entities and its outbox row in one transaction, all events of a request or none.</summary>
sealed class EventRecorder<TContext>(DatabaseGate<TContext> gate, ProducerSettings settings, OutboxMetrics metrics)
    where TContext : DbContext
{
    readonly Dictionary<string, EntityKind> _kinds = settings.Entities.ToDictionary(kind => kind.Type);

    /// <summary>Records the events that are new. An event that is stored already, equal as jsonb, is left alone; one that is stored with
    /// other content refuses the whole request.</summary>
    public async Task<IReadOnlyList<EventResult>> Record(
        IReadOnlyList<CheckedEvent> events, DateTimeOffset acceptedAt, CancellationToken cancellationToken)
    {
        var results = await gate.Run((db, cancel) => RecordOnce(db, events, acceptedAt, cancel), cancellationToken);
        foreach (var (result, recorded) in results.Zip(events)) metrics.Posted(recorded.Event.EventType!, result.Status);
        return results;
    }

    async Task<IReadOnlyList<EventResult>> RecordOnce(
        TContext db, IReadOnlyList<CheckedEvent> events, DateTimeOffset acceptedAt, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var known = await KnownEvents.Find(db, events, cancellationToken);
        if (known.Different.Count > 0) return Refused(events, known);

        var added = events.Where((_, index) => !known.Same.Contains(index)).ToList();
        if (added.Count > 0)
        {
            await Apply(db, added, acceptedAt, cancellationToken);
            foreach (var checkedEvent in added) db.Raise(checkedEvent.ToRow(acceptedAt));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        return [.. events.Select((e, index) => new EventResult(e.Event.Uuid,
            known.Same.Contains(index) ? StatusCodes.Status200OK : StatusCodes.Status201Created, []))];
    }

    async Task Apply(TContext db, List<CheckedEvent> events, DateTimeOffset acceptedAt, CancellationToken cancellationToken)
    {
        var entities = new Dictionary<(string Type, string Id), IEntity>();
        var mentioned = events.SelectMany(e => e.Event.Entities).GroupBy(entity => entity.Type).OrderBy(group => group.Key, StringComparer.Ordinal);
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
                (entity.EventId, entity.UpdatedAt) = (checkedEvent.Event.Uuid, acceptedAt);
            }
        }
    }

    static IReadOnlyList<EventResult> Refused(IReadOnlyList<CheckedEvent> events, KnownEvents known) =>
    [
        .. events.Select((e, index) => known.Different.Contains(index)
            ? new EventResult(e.Event.Uuid, StatusCodes.Status409Conflict, [new FieldError("/eventHeader/uuid",
                $"'{e.Event.Uuid}' was recorded with other content: an event never changes, give a new fact a new uuid")])
            : EventResults.NotStored(e.Event.Uuid)),
    ];
}
