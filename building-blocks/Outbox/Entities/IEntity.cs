namespace Outbox;

/// <summary>A row that events create and change: typed columns for what the service asks about, and every attribute as it came.</summary>
public interface IEntity
{
    /// <summary>Identity within its kind.</summary>
    string Id { get; set; }

    /// <summary>Every attribute ever given, the newest value of each: a JSON object.</summary>
    string Attributes { get; set; }

    /// <summary>Uuid of the event that changed it last.</summary>
    string EventId { get; set; }

    /// <summary>When that event was accepted; UTC.</summary>
    DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Takes over the attributes that are given; leaves the others as they are.</summary>
    void Take(GivenAttributes given);
}
