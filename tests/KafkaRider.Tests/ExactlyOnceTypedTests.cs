using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRider.Tests.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Tests;

/// <summary>Typed consumers whose output, dead letters and positions are one transaction.</summary>
public class ExactlyOnceTypedTests(RealBroker real)
{
    [Fact]
    public async Task A_message_that_fails_leaves_nothing_behind_and_its_partition_keeps_its_order()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, target) = (await broker.Topic(2), await broker.Topic());
        broker.Produce(source, Orders(2, 300));
        var behaviour = new Behaviour { Fails = (number, attempt) => number % 100 == 50 && attempt < 3 };

        await using var host = await Start(broker, source, target, behaviour);
        await Eventually.Is(() => NoLag(host, 2), "no lag");

        var copies = broker.ReadAll(target, 1);
        foreach (var key in copies.GroupBy(copy => copy.Key))
            key.Select(Number).ShouldBe(Enumerable.Range(0, 300).Where(number => Key(number) == key.Key!.Split('/')[1]), key.Key);
        copies.Count.ShouldBe(600);
        behaviour.Attempts.Where(attempt => attempt.Key.Number % 100 == 50).ShouldAllBe(attempt => attempt.Value >= 3);
    }

    [Fact]
    public async Task Permanent_failures_malformed_messages_and_the_last_attempt_are_dead_letters_of_the_transaction()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, target, group) = (await broker.Topic(), await broker.Topic(), Broker.Name("group"));
        await broker.Topic(name: $"{group}-dead-letter");
        broker.Produce(source, Orders(1, 20));
        broker.Produce(source, [(0, "poison", "{not json")]);
        broker.Produce(source, [(0, "late", """{"number":99,"partition":0}""")]);
        var behaviour = new Behaviour
        {
            Fails = (number, _) => number == 7,
            Throws = number => number == 3 ? new ArgumentException("never") : null,
        };

        await using var host = await Start(broker, source, target, behaviour, group, e => e.Permanent<ArgumentException>());
        await Eventually.Is(() => NoLag(host, 1), "no lag");

        broker.ReadAll(target, 1).Select(Number).ShouldBe(Enumerable.Range(0, 20).Where(number => number is not (3 or 7)).Append(99));
        var letters = broker.ReadAll($"{group}-dead-letter", 1);
        letters.Select(letter => (letter.Headers[FaultHeaders.OriginOffset].Single(), letter.Headers[FaultHeaders.Reason].Single()))
            .ShouldBe([("3", "failed"), ("7", "failed"), ("20", "malformed")], ignoreOrder: true);
        behaviour.Attempts[(0, 3)].ShouldBe(1);
        behaviour.Attempts[(0, 7)].ShouldBe(3);
    }

    [Fact]
    public async Task What_attempts_within_the_consumer_produced_before_they_failed_is_forgotten()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, target) = (await broker.Topic(), await broker.Topic());
        broker.Produce(source, Orders(1, 10));
        var behaviour = new Behaviour { Fails = (number, attempt) => number % 2 == 0 && attempt < 3 };

        await using var host = await Start(
            broker, source, target, behaviour, also: e => e.UseMessageRetry(retry => retry.Immediate(3)));
        await Eventually.Is(() => NoLag(host, 1), "no lag");

        broker.ReadAll(target, 1).Select(Number).ShouldBe(Enumerable.Range(0, 10));
        host.Report.Partitions[0].LastError.ShouldBeNull();
    }

    [Fact]
    public async Task The_handler_of_committed_offsets_is_told_those_of_transactions()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, target) = (await broker.Topic(), await broker.Topic());
        broker.Produce(source, Orders(1, 10));
        var told = new ConcurrentQueue<CommittedOffsets>();

        await using var host = await Start(
            broker, source, target, new Behaviour(), also: e => e.SetOffsetsCommittedHandler(told.Enqueue));
        await Eventually.Is(() => told.Any(offsets => offsets.Offsets[0].Offset == 10), "the last offset");

        told.ShouldAllBe(offsets => !offsets.Error.IsError && offsets.Offsets[0].Topic == source);
    }

    [Fact]
    public async Task A_message_whose_output_the_broker_rejects_is_found_and_becomes_a_dead_letter()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, group) = (await broker.Topic(), Broker.Name("group"));
        var target = await broker.Topic(settings: new Dictionary<string, string> { ["max.message.bytes"] = "20000" });
        await broker.Topic(name: $"{group}-dead-letter");
        broker.Produce(source, Orders(1, 200));
        var behaviour = new Behaviour { Padding = number => number == 77 ? 50_000 : 0 };

        await using var host = await Start(broker, source, target, behaviour, group);
        await Eventually.Is(() => NoLag(host, 1), "no lag");

        broker.ReadAll(target, 1).Select(Number).ShouldBe(Enumerable.Range(0, 200).Where(number => number != 77));
        broker.ReadAll($"{group}-dead-letter", 1).ShouldHaveSingleItem().Headers[FaultHeaders.OriginOffset].ShouldBe(["77"]);
    }

    [Fact]
    public async Task Of_partitions_that_share_transactions_only_messages_whose_output_is_rejected_become_dead_letters()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, group) = (await broker.Topic(4), Broker.Name("group"));
        var target = await broker.Topic(settings: new Dictionary<string, string> { ["max.message.bytes"] = "20000" });
        await broker.Topic(name: $"{group}-dead-letter");
        broker.Produce(source, Orders(4, 50));
        var behaviour = new Behaviour { Padding = number => number is 1 or 7 or 33 ? 50_000 : 0 };

        await using var host = await Start(broker, source, target, behaviour, group);
        await Eventually.Is(() => NoLag(host, 4), "no lag", 90);

        broker.ReadAll($"{group}-dead-letter", 1).Select(Number).Order().ShouldBe([1, 1, 1, 1, 7, 7, 7, 7, 33, 33, 33, 33]);
        broker.ReadAll(target, 1).Count.ShouldBe(4 * 47);
    }

    [Fact]
    public async Task Two_instances_that_come_and_go_copy_every_message_once()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, target, group) = (await broker.Topic(4), await broker.Topic(), Broker.Name("group"));
        await broker.Topic(name: $"{group}-dead-letter");
        broker.Produce(source, Orders(4, 5_000));
        await using var first = await Start(broker, source, target, new Behaviour(), group);
        await Eventually.Is(() => first.Report.Partitions.Any(partition => partition.Position > 100), "work has begun");

        await using (var second = await Start(broker, source, target, new Behaviour(), group))
            await Eventually.Is(() => second.Report.Partitions.Any(partition => partition.Position > 200), "the second works");
        await Eventually.Is(() => NoLag(first, 4), "no lag");

        var copies = broker.ReadAll(target, 1);
        foreach (var key in copies.GroupBy(copy => copy.Key)) key.Select(Number).ShouldBeInOrder();
        copies.Count.ShouldBe(20_000);
    }

    [Fact]
    public async Task Outside_of_a_consume_context_a_producer_does_not_enlist()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, target) = (await broker.Topic(), await broker.Topic());
        await using var host = await Start(broker, source, target, new Behaviour());
        await using var scope = host.Services.CreateAsyncScope();

        await scope.ServiceProvider.GetRequiredService<ITopicProducer<string, Copy>>().Produce("key", new Copy { Number = 1 });

        broker.ReadAll(target, 1).ShouldHaveSingleItem();
    }

    static string Key(int number) => $"key-{number % 5}";

    static int Number(ReadRecord copy) =>
        System.Text.Json.JsonDocument.Parse(copy.Value!).RootElement.GetProperty("number").GetInt32();

    static IEnumerable<(int Partition, string? Key, string? Value)> Orders(int partitions, int count) =>
        from number in Enumerable.Range(0, count)
        from partition in Enumerable.Range(0, partitions)
        select (partition, (string?)Key(number), (string?)$$"""{"number":{{number}},"partition":{{partition}}}""");

    static bool NoLag(RiderHost host, int partitions) =>
        host.Report.Partitions is { } owned && owned.Count == partitions && owned.All(partition => partition.Lag == 0);

    static Task<RiderHost> Start(
        Broker broker,
        string source,
        string target,
        Behaviour behaviour,
        string? group = null,
        Action<ExactlyOnceOptions>? options = null,
        Action<IKafkaTopicReceiveEndpointConfigurator<string, Order>>? also = null) => RiderHost.Start(
        broker,
        (context, k) => k.TopicEndpoint<string, Order>(
            source,
            new ConsumerConfig { GroupId = group ?? Broker.Name("group"), AutoOffsetReset = AutoOffsetReset.Earliest },
            e =>
            {
                e.ConcurrentMessageLimit = 3;
                if (group is not null) e.UseDeadLetterTopic();
                also?.Invoke(e);
                e.Consumer(() => new CopyConsumer(behaviour, context));
                e.ExactlyOnce(exactlyOnce =>
                {
                    exactlyOnce.AttemptLimit = 3;
                    exactlyOnce.FirstBackOff = TimeSpan.FromMilliseconds(20);
                    options?.Invoke(exactlyOnce);
                });
            }),
        rider => rider.AddProducer<string, Copy>(target));

    public class Order
    {
        public int Number { get; set; }

        public int Partition { get; set; }
    }

    public class Copy
    {
        public int Number { get; set; }

        public string? Padding { get; set; }
    }

    sealed class Behaviour
    {
        public Func<int, int, bool> Fails { get; init; } = (_, _) => false;

        public Func<int, Exception?> Throws { get; init; } = _ => null;

        public Func<int, int> Padding { get; init; } = _ => 0;

        public ConcurrentDictionary<(int Partition, int Number), int> Attempts { get; } = new();
    }

    /// <summary>Produces a copy, then fails if it is told to.</summary>
    sealed class CopyConsumer(Behaviour behaviour, IServiceProvider services) : IConsumer<Order>
    {
        public async Task Consume(ConsumeContext<Order> context)
        {
            var order = context.Message;
            var attempt = behaviour.Attempts.AddOrUpdate((order.Partition, order.Number), 1, (_, before) => before + 1);
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ITopicProducer<string, Copy>>().Produce(
                $"{order.Partition}/{context.GetKey<string>()}",
                new Copy { Number = order.Number, Padding = new string('x', behaviour.Padding(order.Number)) });
            if (behaviour.Throws(order.Number) is { } error) throw error;
            if (behaviour.Fails(order.Number, attempt)) throw new IOException("for now");
        }
    }
}
