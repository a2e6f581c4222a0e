using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Views;

/// <summary>
/// One entity as events left it: each attribute with the newest value that an event gave it. Merging is commutative, associative and
/// idempotent, so neither the order of arrival nor repeats matter.
/// </summary>
internal sealed record EntityState
{
    static readonly JsonWriterOptions Verbatim = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public required string Id { get; init; }

    /// <summary>The newest event that this state includes.</summary>
    public required Stamp Newest { get; init; }

    /// <summary>When the newest event was accepted by its producer; null when the event does not say.</summary>
    public required DateTime? AcceptedAt { get; init; }

    /// <summary>A flat JSON object.</summary>
    public required JsonElement Attributes { get; init; }

    /// <summary>
    /// Stamps of the attributes that are older than <see cref="Newest"/>; null when there are none, as after a single event.
    /// </summary>
    public IReadOnlyDictionary<string, Stamp>? Older { get; init; }

    /// <summary>This state with another one's attributes where those are newer. The same instance when nothing is.</summary>
    public EntityState With(EntityState other)
    {
        if (other.Newest == Newest && other.Older is null) return this;

        var advanced = other.Newest.CompareTo(Newest) > 0;
        var merged = Stamped();
        var changed = advanced;
        foreach (var (name, theirs) in other.Stamped())
        {
            if (merged.TryGetValue(name, out var ours) && ours.Stamp.CompareTo(theirs.Stamp) >= 0) continue;
            merged[name] = theirs;
            changed = true;
        }
        if (!changed) return this;

        var newest = advanced ? other : this;
        var older = merged.Where(attribute => attribute.Value.Stamp != newest.Newest)
            .ToDictionary(attribute => attribute.Key, attribute => attribute.Value.Stamp);
        return new EntityState
        {
            Id = Id,
            Newest = newest.Newest,
            AcceptedAt = newest.AcceptedAt,
            Attributes = Write(merged),
            Older = older.Count > 0 ? older : null,
        };
    }

    // A name that is there twice counts as its last value, as in jsonb.
    Dictionary<string, (JsonElement Value, Stamp Stamp)> Stamped()
    {
        var stamped = new Dictionary<string, (JsonElement, Stamp)>(StringComparer.Ordinal);
        foreach (var attribute in Attributes.EnumerateObject())
        {
            var stamp = Older is not null && Older.TryGetValue(attribute.Name, out var older) ? older : Newest;
            stamped[attribute.Name] = (attribute.Value, stamp);
        }
        return stamped;
    }

    static JsonElement Write(Dictionary<string, (JsonElement Value, Stamp Stamp)> attributes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Verbatim))
        {
            writer.WriteStartObject();
            foreach (var (name, attribute) in attributes)
            {
                writer.WritePropertyName(name);
                attribute.Value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
