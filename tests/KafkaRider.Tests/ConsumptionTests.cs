using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRider.Tests.Support;
using MassTransit;

namespace KafkaRider.Tests;

/// <summary>Typed endpoints keep the promise of their checkpoints: nothing that is not done is ever committed.</summary>
public class ConsumptionTests(RealBroker real)
{
    const int Messages = 400;

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task A_graceful_stop_finishes_what_is_in_flight_and_commits_exactly_the_next_message(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var topic = await broker.Topic();
        var (group, log) = (Broker.Name("stopped"), new MessageLog());
        Fill(broker, topic, Messages);

        await using (var host = await Start(broker, topic, group, log, e => e.ConcurrentMessageLimit = 10))
            await Eventually.Is(() => log.Finished.Count >= 60, "some messages");

        log.Begun.Count.ShouldBe(log.Finished.Count);
        log.Finished.Count.ShouldBeLessThan(Messages);
        var next = Enumerable.Range(0, Messages).First(offset => !log.Finished.ContainsKey(offset));
        await broker.IsCommitted(group, topic, next);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_committed_offset_never_passes_an_unfinished_message_whatever_order_they_end_in(int seed)
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic();
        var (group, log) = (Broker.Name("ordered"), new MessageLog(new Random(seed)));
        Fill(broker, topic, Messages);
        await using var host = await Start(broker, topic, group, log, e =>
        {
            (e.ConcurrentMessageLimit, e.ConcurrentDeliveryLimit) = (20, 3);
            e.CheckpointInterval = TimeSpan.FromMilliseconds(5);
        });
        List<long> seen = [];

        while (seen.LastOrDefault() < Messages)
        {
            var committed = host.Report.Partitions.SingleOrDefault()?.Committed ?? 0;
            for (var offset = seen.LastOrDefault(); offset < committed; offset++)
                log.Finished.ShouldContainKey((int)offset, $"{committed} was committed");
            if (committed > seen.LastOrDefault()) seen.Add(committed);
            await Task.Yield();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        seen.Count.ShouldBeGreaterThan(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Interval_and_count_of_commits_are_both_honoured_under_a_backlog(bool byCount)
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic();
        var log = new MessageLog { Delay = TimeSpan.FromMilliseconds(20) };
        Fill(broker, topic, Messages);
        await using var host = await Start(broker, topic, Broker.Name("backlog"), log, e =>
        {
            e.CheckpointInterval = byCount ? TimeSpan.FromHours(1) : TimeSpan.FromMilliseconds(100);
            e.CheckpointMessageCount = byCount ? (ushort)10 : (ushort)5_000;
        });

        await Eventually.Is(() => host.Report.Partitions is [{ Committed: > 0 and < Messages }], "a commit in the middle of a batch");
        await Eventually.Is(() => host.Report.Partitions is [{ Committed: > 20 and < Messages }], "the next ones");

        log.Finished.Count.ShouldBeLessThan(Messages);
    }

    [Fact]
    public async Task Messages_without_a_key_run_side_by_side_in_their_partitions()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic(4);
        using var together = new Barrier(4);
        var met = 0;
        broker.Produce(topic, Enumerable.Range(0, 4).Select(partition => (partition, (string?)null, (string?)"{\"number\":1}")));

        await using var host = await RiderHost.Start(broker, (_, k) => k.TopicEndpoint<Order>(topic, Earliest("keyless"), e =>
            e.Handler<Order>(_ => Task.Run(() =>
            {
                if (together.SignalAndWait(TimeSpan.FromSeconds(20))) Interlocked.Increment(ref met);
            }))));

        await Eventually.Is(() => met == 4, "all four at the same time");
    }

    [Fact]
    public async Task A_handler_longer_than_the_poll_interval_keeps_the_membership_and_runs_once()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var topic = await broker.Topic(1);
        var begun = 0;
        var done = 0;
        broker.Produce(topic, [(0, "key", "{\"number\":1}"), (0, "key", "{\"number\":2}")]);
        await using var host = await RiderHost.Start(broker, (_, k) => k.TopicEndpoint<Order>(
            topic,
            new ConsumerConfig(Earliest(Broker.Name("slow"))) { MaxPollIntervalMs = 6_000, SessionTimeoutMs = 6_000 },
            e =>
            {
                e.PrefetchCount = 1;
                e.Handler<Order>(async context =>
                {
                    Interlocked.Increment(ref begun);
                    if (context.Message.Number == 1) await Task.Delay(TimeSpan.FromSeconds(8), context.CancellationToken);
                    Interlocked.Increment(ref done);
                });
            }));

        await Eventually.Is(() => done == 2, "both messages", 40);

        begun.ShouldBe(2);
        host.Report.State.ShouldBe(EndpointState.Running);
    }

    static Task<RiderHost> Start(
        Broker broker,
        string topic,
        string group,
        MessageLog log,
        Action<IKafkaTopicReceiveEndpointConfigurator<Ignore, Order>> configure) =>
        RiderHost.Start(broker, (_, k) => k.TopicEndpoint<Order>(topic, Earliest(group), e =>
        {
            configure(e);
            e.Handler<Order>(log.Handle);
        }));

    static ConsumerConfig Earliest(string group) => new() { GroupId = group, AutoOffsetReset = AutoOffsetReset.Earliest };

    static void Fill(Broker broker, string topic, int count) => broker.Produce(
        topic, Enumerable.Range(0, count).Select(n => (0, (string?)$"key-{n % 40}", (string?)$$"""{"number":{{n}}}""")));

    public sealed class Order
    {
        public int Number { get; set; }
    }

    /// <summary>Which messages, numbered as their offsets, were begun and which have ended.</summary>
    sealed class MessageLog(Random? random = null)
    {
        internal TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(5);

        internal ConcurrentDictionary<int, bool> Begun { get; } = new();

        internal ConcurrentDictionary<int, bool> Finished { get; } = new();

        internal async Task Handle(ConsumeContext<Order> context)
        {
            Begun[context.Message.Number] = true;
            await Task.Delay(NextDelay(), context.CancellationToken);
            Finished[context.Message.Number] = true;
        }

        TimeSpan NextDelay()
        {
            if (random is null) return Delay;
            lock (random) return random.NextDouble() * 6 * Delay;
        }
    }
}
