using System.Text.Json.Serialization;
using MassTransit;

namespace Streams.Tests;

/// <summary>What happens to an order: one topic, several types.</summary>
[JsonDerivedType(typeof(OrderPlaced), "placed")]
[JsonDerivedType(typeof(ItemAdded), "added")]
[JsonDerivedType(typeof(OrderShipped), "shipped")]
public abstract class OrderEvent
{
    public Guid OrderId { get; set; }
}

public sealed class OrderPlaced : OrderEvent;

public sealed class ItemAdded : OrderEvent
{
    public int Number { get; set; }
}

public sealed class OrderShipped : OrderEvent;

/// <summary>What the saga says about an order.</summary>
public sealed class OrderNotice
{
    public Guid OrderId { get; set; }

    public string State { get; set; } = "";

    public int Items { get; set; }

    public string Padding { get; set; } = "";
}

public sealed class OrderState : SagaStateMachineInstance, ISagaVersion
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    public int Items { get; set; }

    public int Version { get; set; }
}
