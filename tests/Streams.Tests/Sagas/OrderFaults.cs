using System.Collections.Concurrent;

namespace Streams.Tests;

/// <summary>What goes wrong with orders.</summary>
public sealed class OrderFaults
{
    readonly ConcurrentDictionary<(Guid, int), int> attempts = new();

    /// <summary>Whether this attempt at this item fails; counted from 1.</summary>
    public Func<int, int, bool> Fails { get; init; } = (_, _) => false;

    /// <summary>What makes the notice about this item longer.</summary>
    public Func<int, string> Padding { get; init; } = _ => "";

    /// <summary>Orders that were shipped before they were placed.</summary>
    public ConcurrentQueue<Guid> Unknown { get; } = new();

    public void Added(ItemAdded item)
    {
        var attempt = attempts.AddOrUpdate((item.OrderId, item.Number), 1, (_, before) => before + 1);
        if (Fails(item.Number, attempt)) throw new IOException($"item {item.Number} for the {attempt}. time");
    }

    public Task Missing(Guid order)
    {
        Unknown.Enqueue(order);
        return Task.CompletedTask;
    }
}
