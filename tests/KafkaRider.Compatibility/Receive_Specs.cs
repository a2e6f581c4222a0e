using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using MassTransit.Context;
using MassTransit.KafkaIntegration.Serializers;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

public class Receive_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_receive(BrokerKind kind)
    {
        var topic = Brokers.Name("receive");
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<TextMessage>().AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<TestConsumer<TextMessage>>();
                rider.UsingKafka((context, k) => k.TopicEndpoint<TextMessage>(topic, topic, c =>
                {
                    c.AutoOffsetReset = AutoOffsetReset.Earliest;
                    c.ConfigureConsumer<TestConsumer<TextMessage>>(context);
                }));
            })).BuildServiceProvider(true);
        var harness = await provider.StartHarness();
        var sent = new MessageSendContext<TextMessage>(new Written("test"));

        Foreign.Produce(
            provider.GetRequiredService<ClientConfig>(), topic, sent.Message, DictionaryHeadersSerialize.Serializer.Serialize(sent));
        var received = await provider.First<TextMessage>();

        received.Message.Text.ShouldBe("test");
        received.MessageId.ShouldBe(sent.MessageId);
        received.DestinationAddress.ShouldBe(new Uri($"loopback://localhost/{KafkaTopicAddress.PathPrefix}/{topic}"));
        (await harness.Consumed.Any<TextMessage>()).ShouldBeTrue();
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_receive_concurrently_by_keys(BrokerKind kind)
    {
        const int messages = 50;
        const int keys = 5;
        var topic = Brokers.Name("receive-by-keys");
        var seen = new ConcurrentQueue<(int Key, int Index)>();
        await using var provider = (await brokers.Services(kind, topic)).AddSingleton(seen).AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<KeyedConsumer>();
                rider.AddProducer<int, IndexMessage>(topic);
                rider.UsingKafka((_, _) => { });
            })).BuildServiceProvider();
        var harness = await provider.StartHarness();
        var producer = harness.GetProducer<int, IndexMessage>();
        for (var i = 0; i < messages; i++) await producer.Produce(i % keys, new { Index = i }, harness.CancellationToken);

        var connected = provider.GetRequiredService<IKafkaRider>().ConnectTopicEndpoint<int, IndexMessage>(topic, topic, (context, c) =>
        {
            c.AutoOffsetReset = AutoOffsetReset.Earliest;
            c.ConcurrentMessageLimit = messages;
            c.ConfigureConsumer<KeyedConsumer>(context);
        });
        await connected.Ready;
        await Received.Until(() => seen.Count == messages, $"{messages} messages");

        foreach (var key in seen.GroupBy(message => message.Key)) key.Select(message => message.Index).ShouldBeInOrder();
    }

    // Not on the embedded broker: it does not settle a group of so many.
    [Fact]
    public async Task Should_receive_with_multiple_consumers()
    {
        const int partitions = 10;
        var topic = Brokers.Name("receive-by-consumers");
        var seen = new ConcurrentDictionary<int, int>();
        var services = await brokers.Services(BrokerKind.Real, partitions, topic);
        await using var provider = services.AddSingleton(seen).AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<PartitionConsumer>();
                rider.AddProducer<IndexMessage>(topic);
                rider.UsingKafka((context, k) => k.TopicEndpoint<IndexMessage>(topic, topic, c =>
                {
                    c.AutoOffsetReset = AutoOffsetReset.Earliest;
                    c.ConcurrentConsumerLimit = 5;
                    c.ConfigureConsumer<PartitionConsumer>(context);
                }));
            })).BuildServiceProvider(true);
        var harness = await provider.StartHarness();
        var producer = harness.GetProducer<IndexMessage>();

        for (var i = 0; i < partitions; i++)
        {
            var partition = i;
            await producer.Produce(
                new { Index = i }, Pipe.Execute<KafkaSendContext>(context => context.Partition = partition), harness.CancellationToken);
        }

        await Received.Until(() => seen.Count == partitions, "a message of every partition");
        seen.ShouldAllBe(pair => pair.Key == pair.Value);
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_receive_for_multiple_groups(BrokerKind kind)
    {
        var topic = Brokers.Name("receive-by-groups");
        var (first, second) = ($"{topic}-first", $"{topic}-second");
        var seen = new ConcurrentDictionary<string, string>();
        await using var provider = (await brokers.Services(kind, topic)).AddSingleton(seen).AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<GroupConsumer>();
                rider.AddProducer<TextMessage>(topic);
                rider.UsingKafka((context, k) =>
                {
                    foreach (var group in (string[])[first, second])
                    {
                        k.TopicEndpoint<TextMessage>(topic, group, c =>
                        {
                            c.AutoOffsetReset = AutoOffsetReset.Earliest;
                            c.ConfigureConsumer<GroupConsumer>(context);
                        });
                    }
                });
            })).BuildServiceProvider(true);
        var harness = await provider.StartHarness();

        await harness.GetProducer<TextMessage>().Produce(new { Text = "for both" }, harness.CancellationToken);
        await Received.Until(() => seen.Count == 2, "the message in both groups");

        seen.ShouldBe(new Dictionary<string, string> { [first] = "for both", [second] = "for both" }, ignoreOrder: true);
    }

    public interface TextMessage
    {
        string Text { get; }
    }

    public interface IndexMessage
    {
        int Index { get; }
    }

    sealed record Written(string Text) : TextMessage;

    sealed class KeyedConsumer(ConcurrentQueue<(int Key, int Index)> seen) : IConsumer<IndexMessage>
    {
        public Task Consume(ConsumeContext<IndexMessage> context)
        {
            seen.Enqueue((context.GetKey<int>(), context.Message.Index));
            return Task.CompletedTask;
        }
    }

    sealed class PartitionConsumer(ConcurrentDictionary<int, int> seen) : IConsumer<IndexMessage>
    {
        public Task Consume(ConsumeContext<IndexMessage> context)
        {
            seen[context.Partition()!.Value] = context.Message.Index;
            return Task.CompletedTask;
        }
    }

    sealed class GroupConsumer(ConcurrentDictionary<string, string> seen) : IConsumer<TextMessage>
    {
        public Task Consume(ConsumeContext<TextMessage> context)
        {
            seen[context.GetPayload<KafkaConsumeContext>().GroupId] = context.Message.Text;
            return Task.CompletedTask;
        }
    }
}
