using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using MassTransit.Context;
using MassTransit.KafkaIntegration.Serializers;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

public class Publish_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_receive(BrokerKind kind)
    {
        var topic = Brokers.Name("publish");
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<TextMessage>().AddReceived<BusPing>()
            .AddMassTransitTestHarness(x =>
            {
                x.AddConsumer<TestConsumer<BusPing>>();
                x.AddRider(rider =>
                {
                    rider.AddConsumer<PublishingConsumer>();
                    rider.UsingKafka((context, k) => k.TopicEndpoint<TextMessage>(topic, topic, c =>
                    {
                        c.AutoOffsetReset = AutoOffsetReset.Earliest;
                        c.ConfigureConsumer<PublishingConsumer>(context);
                    }));
                });
            }).BuildServiceProvider();
        await provider.StartHarness();
        var sent = new MessageSendContext<TextMessage>(new Written("test")) { CorrelationId = NewId.NextGuid() };

        Foreign.Produce(
            provider.GetRequiredService<ClientConfig>(), topic, sent.Message, DictionaryHeadersSerialize.Serializer.Serialize(sent));
        var received = await provider.First<TextMessage>();
        var ping = await provider.First<BusPing>();

        received.CorrelationId.ShouldBe(sent.CorrelationId);
        ping.InitiatorId.ShouldBe(received.CorrelationId);
        ping.SourceAddress.ShouldBe(new Uri($"loopback://localhost/{KafkaTopicAddress.PathPrefix}/{topic}"));
    }

    public interface TextMessage
    {
        string Text { get; }
    }

    public interface BusPing;

    sealed record Written(string Text) : TextMessage;

    sealed class PublishingConsumer(IPublishEndpoint publishEndpoint, Received<TextMessage> received) : IConsumer<TextMessage>
    {
        public async Task Consume(ConsumeContext<TextMessage> context)
        {
            received.Add(context);
            await publishEndpoint.Publish<BusPing>(new { });
        }
    }
}
