using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRider.Tests.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KafkaRider.Tests;

/// <summary>Only the names of MassTransit.Kafka: code written for that package.</summary>
public class TypedTests(RealBroker real)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task A_consumer_receives_raw_json_with_its_key_headers_and_addresses(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var topic = await broker.Topic();
        var seen = new ConcurrentQueue<Seen>();
        await using var host = await Start(broker, rider => rider.AddConsumer<OrderConsumer>(), (context, k) =>
            k.TopicEndpoint<string, Order>(topic, "group", e =>
            {
                e.AutoOffsetReset = AutoOffsetReset.Earliest;
                e.ConfigureConsumer<OrderConsumer>(context);
            }), services => services.AddSingleton(seen));
        var messageId = NewId.NextGuid();
        broker.Produce(topic, [(0, "order-1", """{"number":7,"text":"hello"}""")], new Librdkafka.OutgoingHeaders()
            .Add("MessageId", messageId.ToString()).Add("tenant", "one").Add("tenant", "two"));

        await Eventually.Is(() => !seen.IsEmpty, "the message");

        seen.ShouldHaveSingleItem().ShouldBe(new Seen(
            7, "hello", "order-1", 0, 0, "group", messageId, "one", new Uri($"loopback://localhost/kafka/{topic}")));
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        health.Status.ShouldBe(
            HealthStatus.Healthy, string.Join("; ", health.Entries.Select(entry => $"{entry.Key}: {entry.Value.Description}")));
    }

    [Fact]
    public async Task A_producer_writes_raw_json_with_key_and_headers()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var (first, second) = (await broker.Topic(), await broker.Topic());
        await using var host = await Start(broker, rider =>
        {
            rider.AddProducer<string, Order>(first, context => $"key-{context.Message.Number}");
            rider.AddProducer<long, Order>(second);
        }, (_, _) => { });
        await using var scope = host.Services.CreateAsyncScope();
        var correlationId = NewId.NextGuid();

        await scope.ServiceProvider.GetRequiredService<ITopicProducer<Order>>().Produce(
            new Order { Number = 3, Text = "three" }, Pipe.Execute<KafkaSendContext<Order>>(context =>
            {
                context.CorrelationId = correlationId;
                context.Headers.Set("tenant", "one");
            }));
        await scope.ServiceProvider.GetRequiredService<ITopicProducer<long, Order>>().Produce(42L, new { Number = 4, Text = "four" });
        await scope.ServiceProvider.GetRequiredService<ITopicProducerProvider>().GetProducer<Order>(new Uri($"topic:{second}"))
            .Produce(new Order { Number = 5 });

        var record = broker.ReadAll(first, 1).ShouldHaveSingleItem();
        record.Key.ShouldBe("key-3");
        System.Text.Json.JsonDocument.Parse(record.Value!).RootElement.GetProperty("text").GetString().ShouldBe("three");
        record.Headers["CorrelationId"].ShouldBe([correlationId.ToString()]);
        record.Headers["tenant"].ShouldBe(["one"]);
        record.Headers["DestinationAddress"].ShouldBe([$"loopback://localhost/kafka/{first}"]);
        record.Headers["ConversationId"].ShouldHaveSingleItem();
        var others = broker.ReadAll(second, 1);
        others.Count.ShouldBe(2);
        others[0].Key!.Length.ShouldBe(8);
        others[1].Key.ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Poison_and_faults_never_hold_up_the_rest(bool deadLetters)
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic();
        var group = Broker.Name("group");
        await broker.Topic(1, $"{group}-dead-letter");
        var seen = new ConcurrentQueue<Seen>();
        var attempts = new Attempts();
        broker.Produce(topic, [(0, "a", "{not json"), (0, "b", """{"number":-13}"""), (0, "c", null), (0, "d", """{"number":1}""")]);

        await using var host = await Start(broker, rider => rider.AddConsumer<OrderConsumer>(), (context, k) =>
            k.TopicEndpoint<Order>(topic, new ConsumerConfig { GroupId = group, AutoOffsetReset = AutoOffsetReset.Earliest }, e =>
            {
                if (deadLetters) e.UseDeadLetterTopic();
                e.CheckpointInterval = TimeSpan.FromMilliseconds(100);
                e.UseMessageRetry(retry => retry.Immediate(3));
                e.ConfigureConsumer<OrderConsumer>(context);
            }), services => services.AddSingleton(seen).AddSingleton(attempts));
        await Eventually.Is(() => !seen.IsEmpty, "the good message");
        await Eventually.Is(() => host.Report.Partitions is [{ Committed: 4 }], "everything committed");

        seen.ShouldHaveSingleItem().Number.ShouldBe(1);
        attempts.Count.ShouldBe(4);
        var letters = deadLetters ? broker.ReadAll($"{group}-dead-letter", 1) : [];
        letters.Select(letter => (letter.Key, letter.Headers[FaultHeaders.Reason].Single())).ShouldBe(
            deadLetters ? [("a", "malformed"), ("b", "failed")] : []);
    }

    [Fact]
    public async Task Messages_of_a_key_keep_their_order_while_keys_run_side_by_side()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic();
        var seen = new ConcurrentQueue<Seen>();
        broker.Produce(topic, Enumerable.Range(0, 200).Select(n => (0, (string?)$"key-{n % 5}", (string?)$$"""{"number":{{n}}}""")));
        var attempts = new Attempts { Delay = TimeSpan.FromMilliseconds(5) };

        await using var host = await Start(broker, rider => rider.AddConsumer<OrderConsumer>(), (context, k) =>
            k.TopicEndpoint<string, Order>(topic, "group", e =>
            {
                e.AutoOffsetReset = AutoOffsetReset.Earliest;
                e.ConcurrentMessageLimit = 50;
                e.ConfigureConsumer<OrderConsumer>(context);
            }), services => services.AddSingleton(seen).AddSingleton(attempts));
        await Eventually.Is(() => seen.Count == 200, "200 messages");

        attempts.MostAtOnce.ShouldBeGreaterThan(1);
        foreach (var key in seen.GroupBy(message => message.Key)) key.Select(message => message.Number).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_topic_connects_at_run_time_and_again_from_an_offset()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic();
        var seen = new ConcurrentQueue<Seen>();
        broker.Produce(topic, [(0, "a", """{"number":1}"""), (0, "b", """{"number":2}""")]);
        await using var host = await Start(broker, rider => rider.AddConsumer<OrderConsumer>(), (_, _) => { },
            services => services.AddSingleton(seen));
        var rider = host.Services.GetRequiredService<MassTransit.Transports.IBusInstance>().GetRider<IKafkaRider>();
        HostReceiveEndpointHandle Connect(long offset) => rider.ConnectTopicEndpoint<Ignore, Order>(topic, "group", (context, e) =>
        {
            e.Offset = offset;

            // The embedded broker keeps a member that has left until its session ends.
            e.SessionTimeout = TimeSpan.FromSeconds(6);
            e.ConfigureConsumer<OrderConsumer>(context);
        });

        var first = Connect(1);
        await Eventually.Is(() => seen.Count == 1, "one message");
        await first.StopAsync();
        var second = Connect(0);
        await Eventually.Is(() => seen.Count == 3, "two more");
        await second.StopAsync();

        seen.Select(message => message.Number).ShouldBe([2, 1, 2]);
    }

    [Fact]
    public async Task What_a_consumer_produces_goes_on_with_its_conversation()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var (source, target) = (await broker.Topic(), await broker.Topic());
        var conversation = NewId.NextGuid();
        broker.Produce(source, [(0, "a", """{"number":1}""")],
            new Librdkafka.OutgoingHeaders().Add("ConversationId", conversation.ToString()));

        await using var host = await Start(broker, rider =>
        {
            rider.AddConsumer<Forwarder>();
            rider.AddProducer<Order>(target);
        }, (context, k) => k.TopicEndpoint<Order>(source, "group", e =>
        {
            e.AutoOffsetReset = AutoOffsetReset.Earliest;
            e.CheckpointInterval = TimeSpan.FromMilliseconds(100);
            e.ConfigureConsumer<Forwarder>(context);
        }));
        await Eventually.Is(() => host.Report.Partitions is [{ Committed: 1 }], "the message is done");

        var record = broker.ReadAll(target, 1).ShouldHaveSingleItem();
        record.Headers["ConversationId"].ShouldBe([conversation.ToString()]);
        record.Headers["SourceAddress"].ShouldBe([$"loopback://localhost/kafka/{source}"]);
    }

    static Task<RiderHost> Start(
        Broker broker,
        Action<IRiderRegistrationConfigurator> add,
        Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure,
        Action<IServiceCollection>? services = null) => RiderHost.Start(broker, configure, rider =>
        {
            services?.Invoke(rider);
            add(rider);
        });

    public sealed record Seen(
        int Number,
        string? Text,
        string? Key,
        int? Partition,
        long? Offset,
        string GroupId,
        Guid? MessageId,
        string? Tenant,
        Uri? Destination);

    public sealed class Order
    {
        public int Number { get; set; }

        public string? Text { get; set; }
    }

    public sealed class Attempts
    {
        int now;

        public int Count { get; set; }

        public int MostAtOnce { get; private set; }

        public TimeSpan Delay { get; init; }

        public async Task Run()
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref now));
            if (Delay > TimeSpan.Zero) await Task.Delay(Delay);
            Interlocked.Decrement(ref now);
        }
    }

    sealed class OrderConsumer(ConcurrentQueue<Seen> seen, Attempts? attempts = null) : IConsumer<Order>
    {
        public async Task Consume(ConsumeContext<Order> context)
        {
            if (context.Message.Number == -13)
            {
                attempts!.Count++;
                throw new InvalidOperationException("thirteen");
            }

            if (attempts is not null) await attempts.Run();
            context.TryGetPayload(out KafkaConsumeContext? kafka).ShouldBeTrue();
            seen.Enqueue(new Seen(
                context.Message.Number,
                context.Message.Text,
                context.GetKey<string>(),
                context.Partition(),
                context.Offset(),
                kafka!.GroupId,
                context.MessageId,
                context.Headers.Get<string>("tenant"),
                context.DestinationAddress));
        }
    }

    sealed class Forwarder(ITopicProducer<Order> producer) : IConsumer<Order>
    {
        public Task Consume(ConsumeContext<Order> context) => producer.Produce(context.Message);
    }
}
