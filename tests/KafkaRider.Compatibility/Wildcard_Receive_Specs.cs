using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

public class Wildcard_Receive_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_receive(BrokerKind kind)
    {
        var prefix = Brokers.Name("Wildcard-topic");
        string[] topics = [$"{prefix}-0", $"{prefix}-1"];
        var seen = new ConcurrentDictionary<string, Uri?>();
        await using var provider = (await brokers.Services(kind, topics)).AddSingleton(seen).AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<TopicConsumer>();
                rider.UsingKafka((context, k) => k.TopicEndpoint<TextMessage>($"^{prefix}-[0-9]*", prefix, c =>
                {
                    c.AutoOffsetReset = AutoOffsetReset.Earliest;
                    c.ConfigureConsumer<TopicConsumer>(context);
                }));
            })).BuildServiceProvider();
        await provider.StartHarness();

        foreach (var topic in topics)
            Foreign.Produce(provider.GetRequiredService<ClientConfig>(), topic, new { Text = "test" }, []);
        await Received.Until(() => seen.Count == topics.Length, "a message of each topic");

        foreach (var topic in topics)
            seen[topic].ShouldBe(new Uri($"loopback://localhost/{KafkaTopicAddress.PathPrefix}/{topic}"));
    }

    public interface TextMessage
    {
        string Text { get; }
    }

    sealed class TopicConsumer(ConcurrentDictionary<string, Uri?> seen) : IConsumer<TextMessage>
    {
        public Task Consume(ConsumeContext<TextMessage> context)
        {
            seen[context.GetPayload<KafkaConsumeContext<Ignore>>().Topic] = context.DestinationAddress;
            return Task.CompletedTask;
        }
    }
}
