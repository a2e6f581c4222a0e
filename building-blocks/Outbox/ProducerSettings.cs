using System.Text.Json;
using Contracts;

namespace Outbox;

/// <summary>What one producer service is: its name, its database, its entities, and what it checks events with.</summary>
public sealed record ProducerSettings
{
    /// <summary>Name of the service, as in <see cref="Contracts.EventTypes.Owners"/>.</summary>
    public required string Service { get; init; }

    /// <summary>Npgsql connection string of the service's own database.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The entities whose changes the service's events describe.</summary>
    public required IReadOnlyList<EntityKind> Entities { get; init; }

    /// <summary>Checks an event of the given type against its JSON Schema: every field that is wrong.</summary>
    public required Func<string, JsonElement, IReadOnlyList<FieldError>> CheckSchema { get; init; }

    /// <summary>Example events for the documentation: name to JSON.</summary>
    public required IReadOnlyDictionary<string, string> Examples { get; init; }

    /// <summary>Command for <c>/bin/sh -c</c> that starts the database; run once when it stops answering. Null: nothing is run.</summary>
    public string? StartCommand { get; init; }

    /// <summary>How long an outbox row stays once its capture is confirmed.</summary>
    public TimeSpan OutboxRetention { get; init; } = Limits.OutboxRetention;

    /// <summary>Name of the publication and of the replication slot.</summary>
    public string SlotName => $"{Service}_{OutboxTable.Name}";

    /// <summary>The event types that this service records.</summary>
    public IEnumerable<string> EventTypes => Contracts.EventTypes.Owners.Where(owner => owner.Value == Service).Select(owner => owner.Key);
}
