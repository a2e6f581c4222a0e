using MassTransit;

namespace Streams.Tests;

/// <summary>Placed, items added, shipped. Tells of every step, then does what a test wants.</summary>
public sealed class OrderStateMachine : MassTransitStateMachine<OrderState>
{
    public OrderStateMachine(OrderFaults faults)
    {
        InstanceState(order => order.CurrentState);
        Event(() => Placed, order => order.CorrelateById(context => context.Message.OrderId));
        Event(() => Added, order => order.CorrelateById(context => context.Message.OrderId));
        Event(() => Shipped, order =>
        {
            order.CorrelateById(context => context.Message.OrderId);
            order.OnMissingInstance(missing => missing.ExecuteAsync(context => faults.Missing(context.Message.OrderId)));
        });

        Initially(When(Placed).TransitionTo(Open).Produce(context => Notice(context, nameof(Open))));
        During(
            Open,
            Ignore(Placed),
            When(Added)
                .Then(context => context.Saga.Items++)
                .Produce(context => Notice(context, nameof(Open), faults.Padding(context.Message.Number)))
                .Then(context => faults.Added(context.Message)),
            When(Shipped).Produce(context => Notice(context, nameof(Shipped))).Finalize());
        SetCompletedWhenFinalized();
    }

    public MassTransit.State Open { get; private set; } = null!;

    public Event<OrderPlaced> Placed { get; private set; } = null!;

    public Event<ItemAdded> Added { get; private set; } = null!;

    public Event<OrderShipped> Shipped { get; private set; } = null!;

    static Task<SendTuple<OrderNotice>> Notice(BehaviorContext<OrderState> context, string state, string padding = "") => Task.FromResult(
        new SendTuple<OrderNotice>(new OrderNotice
        {
            OrderId = context.Saga.CorrelationId,
            State = state,
            Items = context.Saga.Items,
            Padding = padding,
        }));
}
