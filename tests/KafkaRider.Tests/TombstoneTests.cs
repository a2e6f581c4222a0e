using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRider.Tests.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Tests;

public class TombstoneTests(RealBroker real)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tombstone_is_a_message_of_its_own_where_it_is_asked_for(bool wanted)
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic();
        var seen = new ConcurrentQueue<string>();
        broker.Produce(topic, [(0, "a", """{"number":1}"""), (0, "a", null), (0, "b", ""), (0, "c", """{"number":2}""")]);

        await using var host = await RiderHost.Start(broker, (context, k) => k.TopicEndpoint<string, Order>(topic, "group", e =>
        {
            e.AutoOffsetReset = AutoOffsetReset.Earliest;
            e.CheckpointInterval = TimeSpan.FromMilliseconds(100);
            if (wanted) e.DeliverTombstones();
            e.ConfigureConsumer<OrderConsumer>(context);
        }), rider =>
        {
            rider.AddSingleton(seen);
            rider.AddConsumer<OrderConsumer>();
        });
        await Eventually.Is(() => host.Report.Partitions is [{ Committed: 4 }], "everything committed");

        seen.ShouldBe(wanted ? ["a is 1", "a is gone", "c is 2"] : ["a is 1", "c is 2"]);
    }

    public sealed class Order
    {
        public int Number { get; set; }
    }

    sealed class OrderConsumer(ConcurrentQueue<string> seen) : IConsumer<Order>, IConsumer<Tombstone<Order>>
    {
        public Task Consume(ConsumeContext<Order> context) => See($"{context.GetKey<string>()} is {context.Message.Number}");

        public Task Consume(ConsumeContext<Tombstone<Order>> context) => See($"{context.GetKey<string>()} is gone");

        Task See(string what)
        {
            seen.Enqueue(what);
            return Task.CompletedTask;
        }
    }
}
