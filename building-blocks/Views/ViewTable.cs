namespace Views;

/// <summary>
/// All that a consumer has to say: which entities it keeps, from which topic, in which columns. Each entity is one row.
/// </summary>
/// <remarks>
/// A row is the newest state by event time (ties by event id), attribute by attribute: an event that names only some attributes changes
/// only those, and an older event that arrives late only fills in what no newer one set. So the row does not depend on the order of
/// arrival, and the same event again changes nothing. An attribute is cleared by sending it as null, not by leaving it out.
/// </remarks>
public sealed record ViewTable
{
    /// <summary>Name of the table and, after a slash, the route: <c>cars</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The entity type of its rows; other entities of an event are another view's.</summary>
    public required string EntityType { get; init; }

    /// <summary>Topic it reads unless <c>KAFKA_TOPIC</c> names another.</summary>
    public required string Topic { get; init; }

    /// <summary>Its consumer group unless <c>CONSUMER_GROUP_ID</c> names another.</summary>
    public required string Group { get; init; }

    /// <summary>Its columns beside those that every view has: id, event id, event time, accept and commit time, attributes.</summary>
    public required IReadOnlyList<ViewColumn> Columns { get; init; }

    /// <summary>What a join adds to its rows; null: nothing.</summary>
    public ViewEnrichment? Enrichment { get; init; }
}
