using KafkaRider.Tests.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Streams.Tests;

/// <summary>What sagas on FASTER cannot be or do is said, with the way out.</summary>
public class RefusingSagas(RealBroker real)
{
    [Fact]
    public async Task Every_mistake_of_an_endpoint_and_its_saga_is_told_at_once_at_the_start()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);

        var refusal = await Should.ThrowAsync<ConfigurationException>(() => RiderHost.Start(
            broker,
            (context, kafka) => kafka.TopicEndpoint<string, OrderEvent>("orders", "shop", e =>
            {
                e.ConcurrentConsumerLimit = 2;
                e.ConcurrentDeliveryLimit = 3;
                e.Offset = 0;
                e.ConfigureSaga<AlarmState>(context);
            }),
            rider => rider.AddSagaStateMachine<AlarmStateMachine, AlarmState>().FasterRepository(r => r.Store = "Alarm State")));

        var lines = refusal.InnerException!.Message.Split(Environment.NewLine);
        lines.Length.ShouldBe(9, refusal.InnerException.Message);
        string[] told =
        [
            "call ExactlyOnce()", "ConcurrentConsumerLimit 1, not 2", "ConcurrentDeliveryLimit 1, not 3", "leave Offset alone",
            "has no Folder", "the store 'Alarm State'", "CurrentState of type State", "Later: FasterRepository has no timers",
            "finds the instance of OrderShipped by a query",
        ];
        foreach (var problem in told) lines.ShouldContain(line => line.Contains(problem), problem);
    }

    [Fact]
    public async Task A_saga_is_on_one_endpoint()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);

        var refusal = await Should.ThrowAsync<ConfigurationException>(() => RiderHost.Start(
            broker,
            (context, kafka) =>
            {
                foreach (var topic in (string[])["orders", "shipments"])
                {
                    kafka.TopicEndpoint<string, OrderEvent>(topic, "shop", e =>
                    {
                        e.ExactlyOnce();
                        e.ConfigureSaga<OrderState>(context);
                    });
                }
            },
            Add));

        refusal.InnerException!.Message.ShouldContain("OrderState is on orders/shop too");
        refusal.InnerException!.Message.ShouldContain("put all of its messages into one topic");
    }

    [Fact]
    public async Task Messages_without_the_key_of_their_instance_are_dead_letters_at_once()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        using var service = await new OrderService(broker).WithTopics();
        var (first, second) = (NewId(), NewId());
        service.Send([new OrderPlaced { OrderId = first }], partition: 0);
        service.Send([new ItemAdded { OrderId = first, Number = 1 }], partition: 0, key: _ => "another");
        service.Send([new OrderPlaced { OrderId = second }], partition: 1, key: _ => null);
        service.Send([new ItemAdded { OrderId = first, Number = 2 }], partition: 0);

        await using var host = await service.Start();
        await service.IsDone(host);
        await host.Stop();

        // At-least-once on this broker: what was said may be said again.
        service.Said()[first].Distinct().ShouldBe([("Open", 0), ("Open", 1)]);
        service.Said()[second].ShouldBeEmpty();
        var letters = broker.ReadAll(service.DeadLetters, 1).Select(letter => letter.Headers)
            .DistinctBy(headers => headers[KafkaRider.FaultHeaders.ExceptionMessage].Single()).ToList();
        letters.Select(headers => headers[KafkaRider.FaultHeaders.ExceptionType].Single())
            .ShouldBe([typeof(MisplacedMessageException).FullName!, typeof(MisplacedMessageException).FullName!]);
        letters.ShouldContain(headers => headers[KafkaRider.FaultHeaders.ExceptionMessage].Single().Contains("messages of another key"));
        letters.ShouldContain(headers => headers[KafkaRider.FaultHeaders.ExceptionMessage].Single().Contains("has no key"));
    }

    [Fact]
    public async Task An_event_without_its_instance_and_one_that_comes_twice_are_what_the_state_machine_says()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        using var service = await new OrderService(broker).WithTopics();
        var (placed, unknown) = (NewId(), NewId());
        service.Send(
        [
            new OrderPlaced { OrderId = placed }, new OrderPlaced { OrderId = placed }, new OrderShipped { OrderId = unknown },
            new ItemAdded { OrderId = placed, Number = 1 },
        ]);
        var faults = new OrderFaults();

        await using var host = await service.Start(faults);
        await service.IsDone(host);
        await host.Stop();

        faults.Unknown.ShouldBe([unknown]);
        service.Said()[placed].ShouldBe([("Open", 0), ("Open", 1)]);
        service.Kept().Count.ShouldBe(1);
    }

    [Fact]
    public void An_instance_stays_readable()
    {
        const string frozen =
            "01447762562DE143347B22436F7272656C6174696F6E4964223A2230303131323233332D343435352D363637372D383839392D6161626263636464656566"
            + "66222C2243757272656E745374617465223A224F70656E222C224974656D73223A322C2256657273696F6E223A317D";
        var format = new SagaFormat<OrderState>(new());
        var id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

        var written = format.Write(new OrderState { CorrelationId = id, CurrentState = "Open", Items = 2, Version = 1 }, "key"u8);

        Convert.ToHexString(SagaFormat<OrderState>.Key(id)).ShouldBe("00112233445566778899AABBCCDDEEFF");
        Convert.ToHexString(written).ShouldBe(frozen);
        var read = format.Read(id, written, "key"u8);
        (read.CorrelationId, read.CurrentState, read.Items, read.Version).ShouldBe((id, "Open", 2, 1));
        Should.Throw<MisplacedMessageException>(() => format.Read(id, written, "other"u8));
        Should.Throw<InvalidOperationException>(() => format.Read(id, [2, .. written.AsSpan(1)], "key"u8)).Message
            .ShouldContain("it is of form 2, this version reads 1");
    }

    static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    static void Add(IRiderRegistrationConfigurator rider)
    {
        rider.AddSingleton(new OrderFaults());
        rider.AddSagaStateMachine<OrderStateMachine, OrderState>().FasterRepository(r => r.Folder = "unused");
        rider.AddProducer<OrderNotice>("notices");
    }

    public sealed class AlarmState : SagaStateMachineInstance
    {
        public Guid CorrelationId { get; set; }

        public MassTransit.State CurrentState { get; set; } = null!;

        public Guid? LaterId { get; set; }

        public string Place { get; set; } = "";
    }

    public sealed class AlarmStateMachine : MassTransitStateMachine<AlarmState>
    {
        public AlarmStateMachine()
        {
            InstanceState(alarm => alarm.CurrentState);
            Event(() => Placed, alarm => alarm.CorrelateById(context => context.Message.OrderId));
            Event(() => Shipped, alarm => alarm.CorrelateBy((instance, context) => instance.Place == $"{context.Message.OrderId}"));
            Schedule(() => Later, alarm => alarm.LaterId, later => later.Received = e => e.CorrelateById(c => c.Message.OrderId));
            Initially(When(Placed)
                .Schedule(Later, context => context.Init<ItemAdded>(new { context.Message.OrderId }))
                .TransitionTo(Ringing));
            During(Ringing, When(Shipped).Finalize(), When(Later.Received).Finalize());
        }

        public MassTransit.State Ringing { get; private set; } = null!;

        public Event<OrderPlaced> Placed { get; private set; } = null!;

        public Event<OrderShipped> Shipped { get; private set; } = null!;

        public Schedule<AlarmState, ItemAdded> Later { get; private set; } = null!;
    }
}
