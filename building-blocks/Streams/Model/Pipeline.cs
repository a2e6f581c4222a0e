namespace Streams;

/// <summary>One pipeline: what a pipeline file says, checked.</summary>
/// <param name="Name">The name the file gives itself, else the file's name without extension.</param>
/// <param name="File">The file it was read from, as problems and screens name it.</param>
/// <param name="Fingerprint">SHA-256 of the file's bytes, hexadecimal: equal fingerprints are the same pipeline.</param>
/// <param name="Sources">Where records come from; at least one.</param>
/// <param name="Filters">Every filter of the file, live or not, in file order.</param>
public sealed record Pipeline(
    string Name, string File, string Fingerprint, IReadOnlyList<Source> Sources, IReadOnlyList<Filter> Filters)
{
    /// <summary>Every join of the file, live or not, in file order.</summary>
    public IReadOnlyList<Join> Joins { get; init; } = [];
}

/// <summary>One topic that a pipeline reads.</summary>
/// <param name="Id">The name filters refer to it by.</param>
/// <param name="Topic">The Kafka topic.</param>
/// <param name="Format">What its records look like.</param>
/// <param name="Kind">What its records mean.</param>
public sealed record Source(
    string Id, string Topic, SourceFormat Format = SourceFormat.Flat, SourceKind Kind = SourceKind.Events)
{
    /// <summary>Which of its records are duplicates; null: none. The same for all sources of a topic.</summary>
    public Dedupe? Dedupe { get; init; }
}

/// <summary>
/// Of the records of a partition with an equal text in a field, only the first counts, and those that come long after it. Records without
/// such a text all count.
/// </summary>
/// <param name="By">The field, which has one value: an event's id as a rule.</param>
/// <param name="Keep">How long after the first one, by processing time, others are duplicates.</param>
public sealed record Dedupe(Field By, TimeSpan Keep)
{
    /// <inheritdoc/>
    public override string ToString() => $"by {By}, kept for {Keep}";
}

/// <summary>What the records of a source mean.</summary>
public enum SourceKind
{
    /// <summary>events: each is a fact; updates and deletes of its row, and tombstones, say nothing new. Facts of one key come in any
    /// order: the newest by event time counts.</summary>
    Events,

    /// <summary>table: each is what a row has become, keyed by the row; a tombstone, or operation <c>d</c>, retracts it. The records of a
    /// row are in order: the last counts.</summary>
    Table,
}

/// <summary>The words of <see cref="SourceKind"/> in pipeline files.</summary>
static class SourceKindNames
{
    public static IReadOnlyDictionary<string, SourceKind> ByName { get; } = new Dictionary<string, SourceKind>(StringComparer.Ordinal)
    {
        ["events"] = SourceKind.Events,
        ["table"] = SourceKind.Table,
    };
}
