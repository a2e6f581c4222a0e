using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRider.Tests.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Tests;

public class TypedLadderTests(RealBroker real)
{
    [Fact]
    public async Task A_consumer_is_tried_again_by_way_of_the_retry_topics_and_knows_where_its_message_came_from()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var ladder = await Ladder.Create(broker, 1, Ladder.Milliseconds(100, 200));
        var seen = new Seen();
        broker.Produce(ladder.Topic,
            [(0, "a", "{not json"), (0, "b", """{"number":1,"failures":4}"""), (0, "c", """{"number":2,"failures":99}""")]);

        await using var host = await Start(broker, ladder, seen, e => e.UseMessageRetry(retry => retry.Immediate(1)));
        await Eventually.Is(() => ladder.IsDone(host) && ladder.DeadLetters().Count == 2, "all done");

        // Two attempts at once in each place.
        seen.Attempts.Where(attempt => attempt.Number == 1).Select(attempt => attempt.Attempt).ShouldBe([1, 1, 2, 2, 3]);
        var last = seen.Attempts.Last(attempt => attempt.Number == 1);
        (last.Origin!.Topic, last.Origin.Partition, last.Origin.Offset).ShouldBe((ladder.Topic, 0, 1L));
        last.Topic.ShouldBe(FaultTopics.Retry(ladder.Group, ladder.Delays[1]));
        seen.Attempts.First().Origin.ShouldBeNull();
        ladder.DeadLetters()
            .Select(letter => (letter.Key, letter.Headers[FaultHeaders.Reason].Single(), letter.Headers[FaultHeaders.Attempts].Single()))
            .ShouldBe([("a", "malformed", "1"), ("c", "failed", "3")]);
    }

    [Fact]
    public async Task Messages_of_a_key_keep_their_order_while_other_keys_go_on()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var ladder = await Ladder.Create(broker, 1, Ladder.Milliseconds(200, 300));
        var seen = new Seen();
        static int Failures(int number) => number % 20 == 0 ? 1 : number == 33 ? 99 : 0;
        broker.Produce(ladder.Topic, Enumerable.Range(0, 100).Select(number =>
            (0, (string?)$"key-{number % 5}", (string?)$$"""{"number":{{number}},"failures":{{Failures(number)}}}""")));

        await using var host = await Start(broker, ladder, seen, e =>
        {
            e.PreserveKeyOrder();
            e.ConcurrentMessageLimit = 8;
        });
        await Eventually.Is(() => ladder.IsDone(host), "all done");

        foreach (var key in seen.Attempts.GroupBy(attempt => attempt.Number % 5))
            key.Select(attempt => attempt.Number).ShouldBeInOrder();
        seen.Attempts.Count.ShouldBe(100 + 5 + 2);
        ladder.DeadLetters().ShouldHaveSingleItem().Key.ShouldBe("key-3");
    }

    [Fact]
    public async Task Stop_holds_a_typed_endpoint_before_the_failed_message()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var ladder = await Ladder.Create(broker, 1, Ladder.Milliseconds(100));
        var seen = new Seen();
        broker.Produce(ladder.Topic, Enumerable.Range(0, 10).Select(number => (
            0, (string?)$"key-{number}", (string?)$$"""{"number":{{number}},"failures":{{(number == 4 ? 1 : 0)}}}""")));

        await using var host = await Start(broker, ladder, seen, e => e.OnFault(FaultAction.Stop));
        await Eventually.Is(
            () => host.Report is { IsHalted: true } report && report.Partitions.Any(partition => partition.Committed == 4), "it stops");
        seen.Attempts.Select(attempt => attempt.Number).ShouldBe([0, 1, 2, 3, 4]);

        host.Resume();
        await Eventually.Is(() => host.Report.Partitions is [{ Position: 10 }], "all done");

        seen.Attempts.Select(attempt => attempt.Number).ShouldBe([0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9]);
    }

    static Task<RiderHost> Start(
        Broker broker, Ladder ladder, Seen seen, Action<IKafkaTopicReceiveEndpointConfigurator<string, Work>> configure) =>
        RiderHost.Start(broker, (context, k) =>
        {
            ladder.Use(k);
            k.TopicEndpoint<string, Work>(
                ladder.Topic, new ConsumerConfig { GroupId = ladder.Group, AutoOffsetReset = AutoOffsetReset.Earliest }, e =>
                {
                    configure(e);
                    e.CheckpointInterval = TimeSpan.FromMilliseconds(100);
                    e.ConfigureConsumer<Worker>(context);
                });
        }, rider =>
        {
            rider.AddSingleton(seen);
            rider.AddConsumer<Worker>();
        });

    public sealed class Work
    {
        public int Number { get; set; }

        public int Failures { get; set; }
    }

    public sealed class Seen
    {
        public ConcurrentQueue<(int Number, int Attempt, FaultOrigin? Origin, string Topic)> Attempts { get; } = new();
    }

    sealed class Worker(Seen seen) : IConsumer<Work>
    {
        public Task Consume(ConsumeContext<Work> context)
        {
            context.TryGetPayload(out KafkaConsumeContext? kafka).ShouldBeTrue();
            var work = context.Message;
            seen.Attempts.Enqueue((work.Number, context.Attempt(), context.Origin(), kafka!.Topic));
            if (seen.Attempts.Count(attempt => attempt.Number == work.Number) <= work.Failures)
                throw new InvalidOperationException($"{work.Number} failed");
            return Task.CompletedTask;
        }
    }
}
