using System.Text;
using Contracts;
using Microsoft.EntityFrameworkCore;

namespace Outbox;

/// <summary>Which events of a request are known already: stored, or earlier in the same request.</summary>
/// <param name="Same">Indexes of those that are equal, as jsonb, to what is known by their uuid.</param>
/// <param name="Different">Indexes of those that are not.</param>
sealed record KnownEvents(IReadOnlySet<int> Same, IReadOnlySet<int> Different)
{
    /// <summary>Looks for all events with one query, and compares those that are stored with a second.</summary>
    public static async Task<KnownEvents> Find(DbContext db, IReadOnlyList<CheckedEvent> events, CancellationToken cancellationToken)
    {
        var ids = events.Select(e => e.Event.Uuid).Distinct().ToArray();
        var stored = await db.Set<BusinessEventRow>().Where(row => ids.Contains(row.Id)).Select(row => row.Id)
            .ToHashSetAsync(cancellationToken);
        var same = new HashSet<int>();
        var different = new HashSet<int>();
        var first = new Dictionary<string, CheckedEvent>();
        foreach (var (index, one) in events.Index())
        {
            if (stored.Contains(one.Event.Uuid)) same.Add(index);
            else if (!first.TryAdd(one.Event.Uuid, one)) (AreEqual(first[one.Event.Uuid], one) ? same : different).Add(index);
        }
        if (stored.Count > 0) await Compare(db, events, same, different, cancellationToken);
        return new KnownEvents(same, different);
    }

    static bool AreEqual(CheckedEvent one, CheckedEvent other) =>
        JsonbText.AreEqual(Encoding.UTF8.GetBytes(one.Json), Encoding.UTF8.GetBytes(other.Json));

    // PostgreSQL itself compares: what it stored with what it would store.
    static async Task Compare(
        DbContext db, IReadOnlyList<CheckedEvent> events, HashSet<int> same, HashSet<int> different, CancellationToken cancellationToken)
    {
        var numbers = same.Where(index => !different.Contains(index)).ToArray();
        var ids = numbers.Select(index => events[index].Event.Uuid).ToArray();
        var documents = numbers.Select(index => events[index].Json).ToArray();
        var ignored = events.Any(e => e.IsMadeHere) ? new[] { "createdDate", "savedDate" } : [];
        var unequal = await db.Database.SqlQuery<int>($"""
            SELECT posted.number AS "Value" FROM unnest({numbers}, {ids}, {documents}) AS posted(number, id, document)
            JOIN business_events stored ON stored.id = posted.id
            WHERE jsonb_set(stored.event_data, ARRAY['eventHeader'], (stored.event_data->'eventHeader') - {ignored})
                <> jsonb_set(posted.document::jsonb, ARRAY['eventHeader'], (posted.document::jsonb->'eventHeader') - {ignored})
            """).ToListAsync(cancellationToken);
        different.UnionWith(unequal);
        same.ExceptWith(unequal);
    }
}
