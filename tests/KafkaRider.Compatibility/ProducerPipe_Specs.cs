using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

public class ProducerPipe_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_produce(BrokerKind kind)
    {
        var topic = Brokers.Name("producer-pipe");
        var filter = new SendFilter();
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<TextMessage>().AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<TestConsumer<TextMessage>>();
                rider.AddProducer<TextMessage>(topic);
                rider.UsingKafka((context, k) =>
                {
                    k.TopicEndpoint<TextMessage>(topic, topic, c =>
                    {
                        c.AutoOffsetReset = AutoOffsetReset.Earliest;
                        c.ConfigureConsumer<TestConsumer<TextMessage>>(context);
                    });
                    k.ConfigureSend(s => s.UseFilter(filter));
                });
            })).BuildServiceProvider(true);
        var harness = await provider.StartHarness();
        var correlationId = NewId.NextGuid();

        await harness.GetProducer<TextMessage>().Produce(
            new { CorrelationId = correlationId, Text = "text" }, harness.CancellationToken);
        await provider.First<TextMessage>();

        var sent = filter.Context.ShouldNotBeNull();
        sent.TryGetPayload<KafkaSendContext>(out _).ShouldBeTrue();
        sent.TryGetPayload<KafkaSendContext<TextMessage>>(out _).ShouldBeTrue();
        sent.CorrelationId.ShouldBe(correlationId);
        sent.DestinationAddress.ShouldBe(new Uri($"loopback://localhost/{KafkaTopicAddress.PathPrefix}/{topic}"));
    }

    public interface TextMessage
    {
        Guid CorrelationId { get; }

        string Text { get; }
    }
}

public class Producer_Custom_Serializers_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_produce_with_custom_serializer(BrokerKind kind)
    {
        var topic = Brokers.Name("producer-custom-serializer");
        await using var provider = (await brokers.Services(kind, topic)).AddMassTransitTestHarness(x =>
        {
            x.SetTestTimeouts(testInactivityTimeout: TimeSpan.FromSeconds(2));
            x.AddRider(rider =>
            {
                rider.AddProducer<string, EmptyMessage>(topic);
                rider.UsingKafka((_, k) => k.TopicEndpoint<string, EmptyMessage>(topic, topic, c =>
                {
                    c.AutoOffsetReset = AutoOffsetReset.Earliest;
                    c.DiscardSkippedMessages();
                    c.Handler<EmptyMessage>(_ => Task.CompletedTask);
                }));
            });
        }).BuildServiceProvider(true);
        var harness = await provider.StartHarness();

        await harness.GetProducer<string, EmptyMessage>().Produce(
            "some", new { }, Pipe.Execute<KafkaSendContext<string, EmptyMessage>>(context =>
            {
                context.KeySerializer = new NothingSerializer<string>();
                context.ValueSerializer = new NothingSerializer<EmptyMessage>();
            }), harness.CancellationToken);

        (await harness.Consumed.Any<EmptyMessage>()).ShouldBeFalse();
    }

    public interface EmptyMessage;

    sealed class NothingSerializer<T> : IAsyncSerializer<T>
    {
        public Task<byte[]> SerializeAsync(T data, SerializationContext context) => Task.FromResult<byte[]>([]);
    }
}

public class ProducerPipe_With_KeyResolver_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_produce(BrokerKind kind)
    {
        var topic = Brokers.Name("producer-key-resolver");
        var filter = new SendFilter();
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<KeyMessage>().AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<TestConsumer<KeyMessage>>();
                rider.AddProducer<Guid, KeyMessage>(topic, m => m.Message.Key);
                rider.UsingKafka((context, k) =>
                {
                    k.TopicEndpoint<Guid, KeyMessage>(topic, topic, c =>
                    {
                        c.AutoOffsetReset = AutoOffsetReset.Earliest;
                        c.ConfigureConsumer<TestConsumer<KeyMessage>>(context);
                    });
                    k.ConfigureSend(s => s.UseFilter(filter));
                });
            })).BuildServiceProvider(true);
        var harness = await provider.StartHarness();
        var key = NewId.NextGuid();

        await harness.GetProducer<KeyMessage>().Produce(
            new { Key = key }, Pipe.Execute<SendContext>(context => context.CorrelationId = key), harness.CancellationToken);
        var received = await provider.First<KeyMessage>();

        filter.Context.ShouldNotBeNull().TryGetPayload<KafkaSendContext<Guid, KeyMessage>>(out var sent).ShouldBeTrue();
        sent!.Key.ShouldBe(key);
        sent.CorrelationId.ShouldBe(key);
        sent.DestinationAddress.ShouldBe(new Uri($"loopback://localhost/{KafkaTopicAddress.PathPrefix}/{topic}"));
        received.GetKey<Guid>().ShouldBe(key);
    }

    public interface KeyMessage
    {
        Guid Key { get; }
    }
}

/// <summary>Remembers what was sent; it need not pass it on, the message is produced all the same.</summary>
sealed class SendFilter : IFilter<SendContext>
{
    public SendContext? Context { get; private set; }

    public Task Send(SendContext context, IPipe<SendContext> next)
    {
        Context = context;
        return Task.CompletedTask;
    }

    public void Probe(ProbeContext context)
    {
    }
}
