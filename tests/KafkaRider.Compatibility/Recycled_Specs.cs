using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

/// <remarks>Not on the embedded broker: it keeps a member that has left until its session ends.</remarks>
public class Recycled_Specs(Brokers brokers)
{
    [Fact]
    public async Task Should_receive()
    {
        var topic = Brokers.Name("recycle-receive");
        var seen = new ConcurrentQueue<int>();
        await using var provider = await Provider(topic, seen);
        var harness = await provider.StartHarness();
        var bus = provider.GetRequiredService<IBusControl>();
        await Produce(provider, 0);
        await Received.Until(() => seen.Count == 1, "the message of the first run");

        await bus.StopAsync(harness.CancellationToken);
        await bus.StartAsync(harness.CancellationToken);
        await Produce(provider, 1);
        await Received.Until(() => seen.Count == 2, "the message of the second run");

        seen.ShouldBe([0, 1]);
    }

    [Fact]
    public async Task Should_produce()
    {
        var topic = Brokers.Name("recycle-produce");
        var seen = new ConcurrentQueue<int>();
        await using var provider = await Provider(topic, seen);
        var harness = await provider.StartHarness();
        var bus = provider.GetRequiredService<IBusControl>();

        for (var run = 0; run < 2; run++)
        {
            await Produce(provider, run);
            await bus.StopAsync(harness.CancellationToken);
            await bus.StartAsync(harness.CancellationToken);
        }

        await Received.Until(() => seen.Distinct().Count() == 2, "the messages of both runs");
    }

    async Task<ServiceProvider> Provider(string topic, ConcurrentQueue<int> seen) =>
        (await brokers.Services(BrokerKind.Real, topic)).AddSingleton(seen).AddMassTransitTestHarness(x => x.AddRider(rider =>
        {
            rider.AddConsumer<IndexConsumer>();
            rider.AddProducer<IndexMessage>(topic);
            rider.UsingKafka((context, k) => k.TopicEndpoint<IndexMessage>(topic, topic, c =>
            {
                c.AutoOffsetReset = AutoOffsetReset.Earliest;
                c.ConfigureConsumer<IndexConsumer>(context);
            }));
        })).BuildServiceProvider();

    static async Task Produce(IServiceProvider provider, int index)
    {
        await using var scope = provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ITopicProducer<IndexMessage>>().Produce(new { Index = index });
    }

    public interface IndexMessage
    {
        int Index { get; }
    }

    sealed class IndexConsumer(ConcurrentQueue<int> seen) : IConsumer<IndexMessage>
    {
        public Task Consume(ConsumeContext<IndexMessage> context)
        {
            seen.Enqueue(context.Message.Index);
            return Task.CompletedTask;
        }
    }
}
