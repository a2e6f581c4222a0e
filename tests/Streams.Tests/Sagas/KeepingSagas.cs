using KafkaRider.Tests.Support;
using MassTransit;

namespace Streams.Tests;

/// <summary>Sagas whose instances are kept on FASTER, in the transactions of their endpoint.</summary>
public class KeepingSagas(RealBroker real)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task A_saga_walks_through_its_states_over_several_records_and_is_gone_when_it_is_final(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        using var service = await new OrderService(broker).WithTopics();
        var orders = Orders(30);
        foreach (var order in orders) service.Send([new OrderPlaced { OrderId = order }, Item(order, 1), Item(order, 2)]);
        service.Send(orders.Take(20).Select(order => new OrderShipped { OrderId = order }));

        await using var host = await service.Start();
        await service.IsDone(host);
        await host.Stop();

        var said = service.Said();
        (string, int)[] open = [("Open", 0), ("Open", 1), ("Open", 2)];
        foreach (var order in orders.Take(20)) said[order].ShouldBe([.. open, ("Shipped", 2)]);
        foreach (var order in orders.Skip(20)) said[order].ShouldBe(open);
        service.Kept().Values.Count(value => value is not null).ShouldBe(10);
        OrderService.Tasks(host).Sum(task => task.Entries).ShouldBe(10 + OrderService.Partitions, "and a fingerprint in each partition");
    }

    [Theory]
    [InlineData(BrokerKind.Embedded, false)]
    [InlineData(BrokerKind.Embedded, true)]
    [InlineData(BrokerKind.Real, false)]
    [InlineData(BrokerKind.Real, true)]
    public async Task After_a_restart_instances_come_from_the_checkpoint_or_from_the_changelog_alone(BrokerKind kind, bool folderIsLost)
    {
        using var broker = Broker.Of(kind, real);
        using var service = await new OrderService(broker).WithTopics();
        var orders = Orders(30);
        service.Send(orders.Select(order => new OrderPlaced { OrderId = order }));
        service.Send(orders.Select(order => Item(order, 1)));
        await using (var first = await service.Start()) await service.IsDone(first);
        if (folderIsLost) service.LoseFolder();
        service.Send(orders.Select(order => Item(order, 2)));

        await using var second = await service.Start();
        await service.IsDone(second);

        var restored = OrderService.Tasks(second).Sum(task => task.Restored);
        if (folderIsLost) restored.ShouldBeGreaterThanOrEqualTo(orders.Length);
        else restored.ShouldBe(0);
        await second.Stop();
        var said = service.Said();
        foreach (var order in orders) said[order].ShouldBe([("Open", 0), ("Open", 1), ("Open", 2)]);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public async Task What_a_message_that_fails_changed_leaves_no_trace(int keysAtOnce, bool retriesInside)
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        using var service = await new OrderService(broker).WithTopics();
        var orders = Orders(20);
        service.Send(orders.Select(order => new OrderPlaced { OrderId = order }));
        for (var number = 1; number <= 20; number++) service.Send(orders.Select(order => Item(order, number)));
        // Some succeed the second time; the seventeenth never.
        var faults = new OrderFaults { Fails = (number, attempt) => number == 17 || (number % 5 == 0 && attempt < 2) };

        await using var host = await service.Start(faults, also: e =>
        {
            e.ConcurrentMessageLimit = keysAtOnce;
            if (retriesInside) e.UseMessageRetry(retry => retry.Immediate(1));
        });
        await service.IsDone(host);
        await host.Stop();

        var counts = Enumerable.Range(0, 20).Select(items => ("Open", items));
        var said = service.Said();
        foreach (var order in orders) said[order].ShouldBe(counts);
        service.Kept().Values.ShouldAllBe(value => value!.EndsWith("\"Items\":19,\"Version\":19}"));
        broker.ReadAll(service.DeadLetters, 1).Count.ShouldBe(orders.Length);
    }

    [Fact]
    public async Task When_the_transaction_is_aborted_what_its_messages_changed_is_forgotten_and_done_again_once()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        using var service = await new OrderService(broker).WithTopics();
        var orders = Orders(6);
        service.Send(orders.Select(order => new OrderPlaced { OrderId = order }));
        for (var number = 1; number <= 10; number++) service.Send(orders.Select(order => Item(order, number)));
        // Rejected by the broker when everything else of the transaction is done.
        var faults = new OrderFaults { Padding = number => number == 7 ? new string('x', 2 * OrderService.LargestNotice) : "" };

        await using var host = await service.Start(faults);
        await service.IsDone(host);
        await host.Stop();

        var said = service.Said();
        foreach (var order in orders) said[order].ShouldBe(Enumerable.Range(0, 10).Select(items => ("Open", items)));
        broker.ReadAll(service.DeadLetters, 1).Count.ShouldBe(orders.Length);
    }

    [Fact]
    public async Task When_an_instance_of_the_service_comes_or_goes_the_sagas_go_on_on_the_other()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        using var service = await new OrderService(broker).WithTopics();
        var orders = Orders(60);
        service.Send(orders.Select(order => new OrderPlaced { OrderId = order }));
        await using var first = await service.Start(name: "first");
        await service.IsDone(first);

        await using (var second = await service.Start(name: "second"))
        {
            await Eventually.Is(() => second.Report.Partitions.Count > 0, "partitions of the second");
            service.Send(orders.Select(order => Item(order, 1)));
            await service.IsDone(second, second.Report.Partitions.Count);
            await service.IsDone(first, OrderService.Partitions - second.Report.Partitions.Count);
        }

        service.Send(orders.Select(order => Item(order, 2)));
        await service.IsDone(first);
        await first.Stop();
        var said = service.Said();
        foreach (var order in orders) said[order].ShouldBe([("Open", 0), ("Open", 1), ("Open", 2)]);
    }

    [Fact]
    public async Task An_instance_on_standby_has_what_the_other_changed_and_takes_over_without_reading_it()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        using var service = await new OrderService(broker).WithTopics();
        var orders = Orders(60);
        await using var first = await service.Start(name: "first", isStandby: true);
        await service.IsDone(first);
        TaskStatistics[] followed;

        await using (var second = await service.Start(name: "second", isStandby: true))
        {
            await Eventually.Is(() => second.Report.Partitions.Count > 0, "partitions of the second");
            service.Send(orders.Select(order => new OrderPlaced { OrderId = order }));
            await service.IsDone(second, second.Report.Partitions.Count);
            await service.IsDone(first, OrderService.Partitions - second.Report.Partitions.Count);
            var written = broker.ReadAll(service.Changelog, OrderService.Partitions).ToLookup(record => record.Partition);
            followed = [.. OrderService.Tasks(second).Where(task => task.Role == TaskRole.Running)];
            await Eventually.Is(
                () => followed.All(task => Of(first, task) is { Role: TaskRole.Standby } own
                    && own.FollowedOffset > written[task.Partition].Max(record => record.Offset)),
                "the first has followed");
        }

        service.Send(orders.Select(order => Item(order, 1)));
        await service.IsDone(first);
        followed.Sum(task => Of(first, task).Restored).ShouldBe(0);
        await first.Stop();
        var said = service.Said();
        foreach (var order in orders) said[order].ShouldBe([("Open", 0), ("Open", 1)]);

        static TaskStatistics Of(RiderHost host, TaskStatistics task) =>
            OrderService.Tasks(host).Single(own => own.Partition == task.Partition);
    }

    static Guid[] Orders(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()))];

    static ItemAdded Item(Guid order, int number) => new() { OrderId = order, Number = number };
}
