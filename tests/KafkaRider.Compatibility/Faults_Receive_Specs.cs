using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using MassTransit.Context;
using MassTransit.KafkaIntegration.Serializers;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

public class Faults_Receive_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_receive_after_failed_attempt(BrokerKind kind)
    {
        var topic = Brokers.Name("failure");
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<IndexMessage>().AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<FailingConsumer>();
                rider.AddProducer<IndexMessage>(topic);
                rider.UsingKafka((context, k) => k.TopicEndpoint<IndexMessage>(topic, topic, c =>
                {
                    c.AutoOffsetReset = AutoOffsetReset.Earliest;
                    c.ConfigureConsumer<FailingConsumer>(context);
                }));
            })).BuildServiceProvider();
        var harness = await provider.StartHarness();
        var producer = harness.GetProducer<IndexMessage>();

        await producer.Produce(new { Index = 0 }, harness.CancellationToken);
        await producer.Produce(new { Index = 1 }, harness.CancellationToken);
        var received = await provider.First<IndexMessage>();

        received.Message.Index.ShouldBe(1);
        (await harness.Consumed.Any<IndexMessage>(message => message.Exception is not null)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_skip_poison_pill(BrokerKind kind)
    {
        var topic = Brokers.Name("poison-pill");
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<IdMessage>().AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<TestConsumer<IdMessage>>();
                rider.AddProducer<IdMessage>(topic);
                rider.UsingKafka((context, k) => k.TopicEndpoint<IdMessage>(topic, topic, c =>
                {
                    c.AutoOffsetReset = AutoOffsetReset.Earliest;
                    c.ConfigureConsumer<TestConsumer<IdMessage>>(context);
                }));
            })).BuildServiceProvider();
        var harness = await provider.StartHarness();
        var poison = new MessageSendContext<Poison>(new Poison(1));
        var id = NewId.NextGuid();

        Foreign.Produce(
            provider.GetRequiredService<ClientConfig>(), topic, poison.Message, DictionaryHeadersSerialize.Serializer.Serialize(poison));
        await harness.GetProducer<IdMessage>().Produce(new { Id = id }, harness.CancellationToken);

        (await provider.First<IdMessage>()).Message.Id.ShouldBe(id);
    }

    public interface IndexMessage
    {
        int Index { get; }
    }

    public interface IdMessage
    {
        Guid Id { get; }
    }

    sealed record Poison(int Id);

    sealed class FailingConsumer(Received<IndexMessage> received) : IConsumer<IndexMessage>
    {
        public Task Consume(ConsumeContext<IndexMessage> context)
        {
            if (context.Message.Index == 0) throw new ArgumentException("The first one fails");
            received.Add(context);
            return Task.CompletedTask;
        }
    }
}
