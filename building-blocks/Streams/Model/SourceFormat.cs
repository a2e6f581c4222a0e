namespace Streams;

/// <summary>What the records of a source look like; all are JSON objects.</summary>
public enum SourceFormat
{
    /// <summary>
    /// flat: the columns as keys, <c>event_data</c> as a string of JSON, as captures write after unwrapping. A record without
    /// <c>__op</c> (absent or null: the basic connector's) counts as an insert into business_events and is routed with these columns.
    /// </summary>
    Flat,

    /// <summary>envelope: Debezium's, of <c>before</c>, <c>after</c>, <c>source</c>, <c>op</c>, <c>ts_ms</c>; without schema.</summary>
    Envelope,

    /// <summary>event: the event itself, in either of its shapes.</summary>
    Event,
}

/// <summary>The formats' names in pipeline files.</summary>
static class SourceFormatNames
{
    public static IReadOnlyDictionary<string, SourceFormat> ByName { get; } = new Dictionary<string, SourceFormat>(StringComparer.Ordinal)
    {
        ["flat"] = SourceFormat.Flat,
        ["envelope"] = SourceFormat.Envelope,
        ["event"] = SourceFormat.Event,
    };
}
