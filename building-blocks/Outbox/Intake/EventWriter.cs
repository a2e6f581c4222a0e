using Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Outbox;

/// <summary>Stores events: each event's entities and its outbox row in one transaction. An event that is stored already, equal as
/// jsonb, is left alone; one that is stored with other content is refused.</summary>
sealed class EventWriter<TContext>(ProducerSettings settings)
    where TContext : DbContext
{
    readonly Dictionary<string, EntityKind> _kinds = settings.Entities.ToDictionary(kind => kind.Type);

    /// <summary>Stores the events, or tells why not.</summary>
    /// <param name="db">A context that nothing was done with.</param>
    /// <param name="events">The events.</param>
    /// <param name="areOne">Whether all are stored or none.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored then.</param>
    public async Task<IReadOnlyList<EventResult>> Write(
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
            await Add(db, added, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        return [.. events.Select((e, index) => known.Different.Contains(index) ? Conflict(e) : new EventResult(e.Event.Uuid,
            known.Same.Contains(index) ? StatusCodes.Status200OK : StatusCodes.Status201Created, []))];
    }

    /// <summary>Does all of storing events but the commit.</summary>
    public async Task Rehearse(TContext db, IReadOnlyList<CheckedEvent> events, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await KnownEvents.Find(db, events, cancellationToken);
        await Add(db, events, cancellationToken);
    }

    async Task Add(TContext db, IReadOnlyList<CheckedEvent> events, CancellationToken cancellationToken)
    {
        await Apply(db, events, cancellationToken);
        foreach (var checkedEvent in events) db.Raise(checkedEvent.ToRow());
        await db.SaveChangesAsync(cancellationToken);
    }

    async Task Apply(TContext db, IReadOnlyList<CheckedEvent> events, CancellationToken cancellationToken)
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
