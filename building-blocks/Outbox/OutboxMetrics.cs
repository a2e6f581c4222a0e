using System.Diagnostics.Metrics;

namespace Outbox;

/// <summary>The metrics of every producer.</summary>
sealed class OutboxMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Tributary.Outbox";

    readonly Counter<long> _posted;
    readonly Counter<long> _removed;

    public OutboxMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _posted = meter.CreateCounter<long>("tributary.outbox.events", "{event}", "Events posted, by event type and status of each");
        _removed = meter.CreateCounter<long>("tributary.outbox.removed", "{row}", "Outbox rows removed by retention");
    }

    /// <summary>One event was recorded, found recorded, or refused by what is stored.</summary>
    public void Posted(string eventType, int status) => _posted.Add(1, new("event.type", eventType), new("status", status));

    /// <summary>Rows were removed.</summary>
    public void Removed(int rows) => _removed.Add(rows);
}
