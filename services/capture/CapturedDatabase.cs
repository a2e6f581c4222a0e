namespace Capture;

/// <summary>A database whose outbox is captured: one entry of the configuration's <c>ConnectionStrings</c>.</summary>
/// <param name="Name">The entry's name in lower case; names the slot, the publication, the position and the transactional id.</param>
/// <param name="ConnectionString">How to connect; never logged.</param>
sealed record CapturedDatabase(string Name, string ConnectionString)
{
    /// <summary>The replication slot.</summary>
    public string Slot { get; } = $"{Name}_{OutboxColumn.Table}";

    /// <summary>The publication; it has the slot's name.</summary>
    public string Publication => Slot;

    /// <summary>The producer's identity in Kafka: a new capture of the same database fences an older one.</summary>
    public string TransactionalId { get; } = $"capture-{Name}";
}
