using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

public class Publish_Headers(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_receive_correct_headers_in_following_message(BrokerKind kind)
    {
        var (originalTopic, followingTopic) = (Brokers.Name("original"), Brokers.Name("following"));
        await using var provider = (await brokers.Services(kind, originalTopic, followingTopic))
            .AddReceived<OriginalMessage>().AddReceived<FollowingMessage>()
            .AddMassTransitTestHarness(x => x.AddRider(rider =>
            {
                rider.AddConsumer<OriginalConsumer>();
                rider.AddConsumer<TestConsumer<FollowingMessage>>();
                rider.AddProducer<OriginalMessage>(originalTopic);
                rider.AddProducer<FollowingMessage>(followingTopic);
                rider.UsingKafka((context, k) =>
                {
                    k.TopicEndpoint<OriginalMessage>(originalTopic, originalTopic, c =>
                    {
                        c.AutoOffsetReset = AutoOffsetReset.Earliest;
                        c.ConfigureConsumer<OriginalConsumer>(context);
                    });
                    k.TopicEndpoint<FollowingMessage>(followingTopic, followingTopic, c =>
                    {
                        c.AutoOffsetReset = AutoOffsetReset.Earliest;
                        c.ConfigureConsumer<TestConsumer<FollowingMessage>>(context);
                    });
                });
            })).BuildServiceProvider();
        var harness = await provider.StartHarness();

        await harness.GetProducer<OriginalMessage>().Produce(new { }, harness.CancellationToken);
        var original = await provider.First<OriginalMessage>();
        var following = await provider.First<FollowingMessage>();

        following.ConversationId.ShouldBe(original.ConversationId);
        following.SourceAddress.ShouldBe(new Uri($"loopback://localhost/{KafkaTopicAddress.PathPrefix}/{originalTopic}"));
        following.SourceAddress.ShouldBe(original.DestinationAddress);
        following.DestinationAddress.ShouldBe(new Uri($"loopback://localhost/{KafkaTopicAddress.PathPrefix}/{followingTopic}"));
        following.MessageId.ShouldNotBe(original.MessageId);
    }

    public interface OriginalMessage;

    public interface FollowingMessage;

    sealed class OriginalConsumer(Received<OriginalMessage> received, ITopicProducer<FollowingMessage> producer)
        : IConsumer<OriginalMessage>
    {
        public async Task Consume(ConsumeContext<OriginalMessage> context)
        {
            received.Add(context);
            await producer.Produce(new { });
        }
    }
}
