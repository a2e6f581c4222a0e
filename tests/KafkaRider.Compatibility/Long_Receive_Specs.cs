using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

public class Long_Receive_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_receive_within_slow_consumer(BrokerKind kind)
    {
        var topic = Brokers.Name("long-receive");
        var seen = new ConcurrentQueue<int>();
        await using var provider = (await brokers.Services(kind, topic)).AddSingleton(seen).AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<SlowConsumer>();
                rider.AddProducer<IndexMessage>(topic);
                rider.UsingKafka((context, k) => k.TopicEndpoint<IndexMessage>(topic, topic, c =>
                {
                    c.AutoOffsetReset = AutoOffsetReset.Earliest;
                    c.ConcurrentMessageLimit = 1;
                    c.ConfigureConsumer<SlowConsumer>(context);
                }));
            })).BuildServiceProvider(true);
        var harness = await provider.StartHarness();
        var producer = harness.GetProducer<IndexMessage>();

        await producer.Produce(new { Index = 0 }, harness.CancellationToken);
        await producer.Produce(new { Index = 1 }, harness.CancellationToken);
        await Received.Until(() => seen.Count == 2, "both messages");

        seen.ShouldBe([0, 1]);
    }

    public interface IndexMessage
    {
        int Index { get; }
    }

    sealed class SlowConsumer(ConcurrentQueue<int> seen) : IConsumer<IndexMessage>
    {
        public async Task Consume(ConsumeContext<IndexMessage> context)
        {
            if (context.Message.Index == 0) await Task.Delay(TimeSpan.FromSeconds(5));
            seen.Enqueue(context.Message.Index);
        }
    }
}
