using Contracts;

namespace Views;

/// <summary>What one record means to a view.</summary>
/// <param name="Entities">The entities it changes; empty when the record is not this view's business.</param>
/// <param name="Problem">Why it can never be applied; null when it can.</param>
internal readonly record struct RecordMeaning(IReadOnlyList<EntityState> Entities, MalformedRecordException? Problem);

/// <summary>Turns record values into entity states. Pure: the same bytes always mean the same.</summary>
internal sealed class RecordReader(ViewTable table)
{
    static readonly RecordMeaning Nothing = new([], null);

    /// <summary>Reads a record of the flat CDC form, or a bare event of either shape.</summary>
    public RecordMeaning Read(ReadOnlySpan<byte> value)
    {
        if (!RawEvent.TryRead(value, out var raw, out var error)) return Malformed(error);
        if (raw!.Deleted || raw.Op is not ("c" or "r")) return Nothing; // Facts are immutable: updates and deletes of the row are upkeep.
        if (!raw.TryReadEvent(out var businessEvent, out var errors)) return Malformed($"event {raw.Id}: {string.Join("; ", errors)}");

        var mine = businessEvent!.Entities.Where(entity => entity.Type == table.EntityType).ToList();
        if (mine.Count == 0) return Nothing;
        if (raw.EventTime is not { } eventTime)
        {
            return Malformed($"event {raw.Id} has no event time: expected created_date, or else saved_date, from the year 1 to 9999");
        }

        var stamp = Stamp.Of(eventTime, raw.Id);
        var states = new List<EntityState>(mine.Count);
        foreach (var entity in mine)
        {
            if (Problem(raw, entity) is { } problem) return Malformed(problem);
            states.Add(new EntityState
            {
                Id = entity.Id,
                Newest = stamp,
                AcceptedAt = raw.SavedDate?.UtcDateTime,
                Attributes = entity.Attributes,
            });
        }
        return new RecordMeaning(states, null);
    }

    // Columns are read here once to find what cannot be cast before any of it reaches the database.
    string? Problem(RawEvent raw, EventEntity entity)
    {
        if (entity.Id.Contains('\0') || raw.Id.Contains('\0')) return $"event {raw.Id}: an id holds U+0000, which PostgreSQL cannot store";
        try
        {
            foreach (var column in table.Columns) column.Read(entity.Attributes);
            return null;
        }
        catch (MalformedAttributeException malformed)
        {
            return $"event {raw.Id}, {entity.Type} {entity.Id}: {malformed.Message}";
        }
    }

    static RecordMeaning Malformed(string problem) => new([], new MalformedRecordException(problem));
}
