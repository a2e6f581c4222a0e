using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using MassTransit.Testing;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRider.Compatibility;

/// <summary>
/// A second bus joins while the first one is busy with a message. The slow consumer takes as long as both need to be members; every
/// partition then has one reader.
/// </summary>
public class MultiBus_ReBalance_Specs(Brokers brokers)
{
    [Fact]
    public Task Should_receive_message_and_stabilize_group_with_multi_bus() => Stabilize(consumers: 1, partitions: 2, members: 2);

    [Fact]
    public Task Should_receive_message_and_stabilize_group_with_multi_bus_and_multiple_consumers() =>
        Stabilize(consumers: 3, partitions: 6, members: 6);

    async Task Stabilize(ushort consumers, int partitions, int members)
    {
        var topic = Brokers.Name("rebalance");
        var slow = new Slow();
        await using var provider = (await brokers.Services(BrokerKind.Real, partitions, topic)).AddSingleton(slow)
            .AddMassTransit(x => Configure(x, topic, consumers))
            .AddMassTransit<ISecondBus>(x => Configure(x, topic, consumers))
            .BuildServiceProvider();
        foreach (var service in provider.GetServices<IHostedService>().OfType<KafkaTestHarnessHostedService>())
            await service.StartAsync(CancellationToken.None);
        var first = provider.GetRequiredService<IBusControl>();
        var second = provider.GetRequiredService<IBusInstance<ISecondBus>>().BusControl;
        var cluster = provider.GetRequiredService<IAdminClient>();
        await first.StartAsync();

        await using var scope = provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ITopicProducer<EmptyMessage>>().Produce(new { });
        await slow.Began.Task.WaitAsync(Received.Limit);
        var joining = second.StartAsync();
        slow.MayEnd.SetResult();
        await joining.WaitAsync(Received.Limit);

        await Received.Until(() => IsStable(cluster, topic, members), $"a stable group of {members}");
        slow.Messages.ShouldBe(1);
        await second.StopAsync();
        await first.StopAsync();
    }

    static bool IsStable(IAdminClient cluster, string group, int members)
    {
        var info = cluster.ListGroup(group, Received.Limit);
        return info.State == "Stable" && info.Members.Count == members;
    }

    static void Configure(IBusRegistrationConfigurator x, string topic, ushort consumers)
    {
        x.UsingInMemory();
        x.AddRider(rider =>
        {
            rider.AddConsumer<SlowConsumer>();
            rider.AddProducer<EmptyMessage>(topic);
            rider.UsingKafka((context, k) => k.TopicEndpoint<EmptyMessage>(topic, topic, c =>
            {
                c.AutoOffsetReset = AutoOffsetReset.Earliest;
                c.ConcurrentConsumerLimit = consumers;
                c.ConfigureConsumer<SlowConsumer>(context);
            }));
        });
    }

    public interface ISecondBus : IBus;

    public interface EmptyMessage;

    sealed class Slow
    {
        int messages;

        public int Messages => messages;

        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource MayEnd { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Take()
        {
            Interlocked.Increment(ref messages);
            Began.TrySetResult();
            return MayEnd.Task;
        }
    }

    sealed class SlowConsumer(Slow slow) : IConsumer<EmptyMessage>
    {
        public Task Consume(ConsumeContext<EmptyMessage> context) => slow.Take();
    }
}
