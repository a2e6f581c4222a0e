using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

public class TopicConnector_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_receive_on_connected_topic(BrokerKind kind)
    {
        var topic = Brokers.Name("endpoint-connector");
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<TextMessage>().AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddProducer<TextMessage>(topic);
                rider.AddConsumer<TestConsumer<TextMessage>>();
                rider.UsingKafka((_, _) => { });
            })).BuildServiceProvider();
        var harness = await provider.StartHarness();
        var messageId = NewId.NextGuid();
        await harness.GetProducer<TextMessage>().Produce(
            new { Text = "text" }, Pipe.Execute<SendContext>(context => context.MessageId = messageId), harness.CancellationToken);

        var kafka = provider.GetRequiredService<IKafkaRider>();
        var connected = kafka.ConnectTopicEndpoint<TextMessage>(topic, topic, (context, c) =>
        {
            c.AutoOffsetReset = AutoOffsetReset.Earliest;
            c.ConfigureConsumer<TestConsumer<TextMessage>>(context);
        });
        await connected.Ready;
        var received = await provider.First<TextMessage>();

        received.Message.Text.ShouldBe("text");
        received.MessageId.ShouldBe(messageId);
        received.SourceAddress.ShouldBe(new Uri("loopback://localhost/"));
        received.DestinationAddress.ShouldBe(new Uri($"loopback://localhost/{KafkaTopicAddress.PathPrefix}/{topic}"));
    }

    public interface TextMessage
    {
        string Text { get; }
    }
}

public class TopicConnector_With_Custom_Offset_Specs(Brokers brokers)
{
    // Not on the embedded broker: it keeps a member that has left until its session ends.
    [Fact]
    public async Task Should_receive_on_connected_topic()
    {
        var topic = Brokers.Name("endpoint-connector-with-offset");
        var seen = new ConcurrentQueue<(Guid Id, long Offset)>();
        await using var provider = (await brokers.Services(BrokerKind.Real, topic)).AddSingleton(seen).AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddProducer<IdMessage>(topic);
                rider.AddConsumer<OffsetConsumer>();
                rider.UsingKafka((_, _) => { });
            })).BuildServiceProvider();
        var harness = await provider.StartHarness();
        var kafka = provider.GetRequiredService<IKafkaRider>();
        var id = NewId.NextGuid();
        await harness.GetProducer<IdMessage>().Produce(new { Id = id }, harness.CancellationToken);

        var connected = kafka.ConnectTopicEndpoint<IdMessage>(topic, topic, (context, c) =>
        {
            c.AutoOffsetReset = AutoOffsetReset.Earliest;
            c.ConfigureConsumer<OffsetConsumer>(context);
        });
        await connected.Ready;
        await Received.Until(() => seen.Count == 1, "the message");
        await connected.StopAsync(harness.CancellationToken);
        connected = kafka.ConnectTopicEndpoint<IdMessage>(topic, topic, (context, c) =>
        {
            c.Offset = seen.First().Offset;
            c.ConfigureConsumer<OffsetConsumer>(context);
        });
        await connected.Ready;
        await Received.Until(() => seen.Count == 2, "the message once more");

        seen.ShouldBe([(id, 0), (id, 0)]);
    }

    public interface IdMessage
    {
        Guid Id { get; }
    }

    sealed class OffsetConsumer(ConcurrentQueue<(Guid Id, long Offset)> seen) : IConsumer<IdMessage>
    {
        public Task Consume(ConsumeContext<IdMessage> context)
        {
            seen.Enqueue((context.Message.Id, context.Offset()!.Value));
            return Task.CompletedTask;
        }
    }
}
