using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;
using Microsoft.EntityFrameworkCore;

namespace Outbox;

/// <summary>Which events of a request are known already: stored, or earlier in the same request.</summary>
/// <param name="Same">Indexes of those that are equal, as jsonb, to what is known by their uuid.</param>
/// <param name="Different">Indexes of those that are not.</param>
sealed record KnownEvents(IReadOnlySet<int> Same, IReadOnlySet<int> Different)
{
    static readonly string[] HeaderDates = ["createdDate", "savedDate"];

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

    static bool AreEqual(CheckedEvent one, CheckedEvent other) => JsonbText.AreEqual(Compared(one, other), Compared(other, one));

    static JsonElement Compared(CheckedEvent each, CheckedEvent other)
    {
        if (!each.IsMadeHere || !other.IsMadeHere) return JsonElement.Parse(each.Json);
        var root = JsonNode.Parse(each.Json)!.AsObject();
        foreach (var date in HeaderDates) root["eventHeader"]!.AsObject().Remove(date);
        return root.Deserialize<JsonElement>();
    }

    // PostgreSQL itself compares: what it stored with what it would store.
    static async Task Compare(
        DbContext db, IReadOnlyList<CheckedEvent> events, HashSet<int> same, HashSet<int> different, CancellationToken cancellationToken)
    {
        var numbers = same.Where(index => !different.Contains(index)).ToArray();
        var ids = numbers.Select(index => events[index].Event.Uuid).ToArray();
        var documents = numbers.Select(index => events[index].Json).ToArray();
        var ignored = numbers.Select(index => events[index].IsMadeHere).ToArray();
        var unequal = await db.Database.SqlQuery<int>($"""
            SELECT posted.number AS "Value"
            FROM unnest({numbers}, {ids}, {documents}, {ignored}) AS posted(number, id, document, is_made_here)
            JOIN business_events stored ON stored.id = posted.id
            CROSS JOIN LATERAL (SELECT CASE WHEN posted.is_made_here THEN {HeaderDates} ELSE ARRAY[]::text[] END) AS dates(names)
            WHERE jsonb_set(stored.event_data, ARRAY['eventHeader'], (stored.event_data->'eventHeader') - dates.names)
                <> jsonb_set(posted.document::jsonb, ARRAY['eventHeader'], (posted.document::jsonb->'eventHeader') - dates.names)
            """).ToListAsync(cancellationToken);
        different.UnionWith(unequal);
        same.ExceptWith(unequal);
    }
}
