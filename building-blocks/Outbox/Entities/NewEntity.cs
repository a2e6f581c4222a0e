using Contracts;

namespace Outbox;

/// <summary>A domain endpoint that makes an entity: which event tells of it, and what the request must give.</summary>
public sealed record NewEntity
{
    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public required string EventType { get; init; }

    /// <summary>What happened, in words.</summary>
    public required string EventName { get; init; }

    /// <summary>Entity type in the event.</summary>
    public required string EntityType { get; init; }

    /// <summary>Name of the attribute object in the event: <c>loan</c> in <c>{"loan":{…}}</c>.</summary>
    public required string Wrapper { get; init; }

    /// <summary>What an id that the request does not give starts with; the event's uuid follows.</summary>
    public required string IdPrefix { get; init; }

    /// <summary>Attributes that the request must give.</summary>
    public required IReadOnlyList<string> Required { get; init; }

    /// <summary>An example request body.</summary>
    public required string Example { get; init; }

    /// <summary>Attribute that holds the id of the parent in the path; null when the path has none.</summary>
    public string? ParentAttribute { get; init; }
}
