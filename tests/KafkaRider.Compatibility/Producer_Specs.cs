using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

public class Producer_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_receive_messages(BrokerKind kind)
    {
        var topic = Brokers.Name("producer");
        var consumerConfig = new ConsumerConfig { GroupId = topic };
        var producerConfig = new ProducerConfig { LingerMs = 1 };
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<TextMessage>().AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<TestConsumer<TextMessage>>();
                rider.AddProducer<TextMessage>(topic, producerConfig);
                rider.UsingKafka((context, k) => k.TopicEndpoint<TextMessage>(topic, consumerConfig, c =>
                {
                    c.AutoOffsetReset = AutoOffsetReset.Earliest;
                    c.ConfigureConsumer<TestConsumer<TextMessage>>(context);
                }));
            })).BuildServiceProvider(true);
        var harness = await provider.StartHarness();
        var (correlationId, conversationId) = (NewId.NextGuid(), NewId.NextGuid());
        var (initiatorId, messageId) = (NewId.NextGuid(), NewId.NextGuid());

        await harness.GetProducer<TextMessage>().Produce(new { Text = "text" }, Pipe.Execute<SendContext>(context =>
        {
            context.CorrelationId = correlationId;
            context.MessageId = messageId;
            context.InitiatorId = initiatorId;
            context.ConversationId = conversationId;
            context.Headers.Set("Special", new { Key = "Hello", Value = "World" });
        }), harness.CancellationToken);
        var received = await provider.First<TextMessage>();

        received.Message.Text.ShouldBe("text");
        received.SourceAddress.ShouldBe(new Uri("loopback://localhost/"));
        received.DestinationAddress.ShouldBe(new Uri($"loopback://localhost/{KafkaTopicAddress.PathPrefix}/{topic}"));
        received.MessageId.ShouldBe(messageId);
        received.CorrelationId.ShouldBe(correlationId);
        received.InitiatorId.ShouldBe(initiatorId);
        received.ConversationId.ShouldBe(conversationId);
        var special = received.Headers.Get<Special>("Special").ShouldNotBeNull();
        (special.Key, special.Value).ShouldBe(("Hello", "World"));
    }

    public interface Special
    {
        string Key { get; }

        string Value { get; }
    }

    public interface TextMessage
    {
        string Text { get; }
    }
}

public class Producer_Provider_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_receive_messages(BrokerKind kind)
    {
        var topic = Brokers.Name("producer-provider");
        await using var provider = (await brokers.Services(kind, topic)).AddMassTransitTestHarness(x =>
        {
            x.SetTestTimeouts(testInactivityTimeout: TimeSpan.FromSeconds(15));
            x.AddRider(rider => rider.UsingKafka((_, k) => k.TopicEndpoint<EmptyMessage>(topic, topic, c =>
            {
                c.AutoOffsetReset = AutoOffsetReset.Earliest;
                c.Handler<EmptyMessage>(_ => Task.CompletedTask);
            })));
        }).BuildServiceProvider(true);
        var harness = await provider.StartHarness();

        var producers = harness.Scope.ServiceProvider.GetRequiredService<ITopicProducerProvider>();
        var producer = producers.GetProducer<EmptyMessage>(new Uri($"topic:{topic}"));
        await producer.Produce(new { }, harness.CancellationToken);

        (await harness.Consumed.Any<EmptyMessage>()).ShouldBeTrue();
    }

    public interface EmptyMessage;
}

public class ProducerWithObserver_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_use_bus_send_observer(BrokerKind kind)
    {
        var topic = Brokers.Name("producer-observer");
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<TextMessage>().AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<TestConsumer<TextMessage>>();
                rider.AddProducer<TextMessage>(topic);
                rider.UsingKafka((context, k) => k.TopicEndpoint<TextMessage>(topic, topic, c =>
                {
                    c.AutoOffsetReset = AutoOffsetReset.Earliest;
                    c.ConfigureConsumer<TestConsumer<TextMessage>>(context);
                }));
            })).BuildServiceProvider(true);
        var harness = await provider.StartHarness();
        var observer = new SendObserver();
        harness.Bus.ConnectSendObserver(observer);

        await harness.GetProducer<TextMessage>().Produce(new { Text = "text" }, harness.CancellationToken);
        var received = await provider.First<TextMessage>();

        received.Message.Text.ShouldBe("text");
        observer.Steps.ShouldBe(["before", "after"]);
    }

    public interface TextMessage
    {
        string Text { get; }
    }

    sealed class SendObserver : ISendObserver
    {
        public List<string> Steps { get; } = [];

        public Task PreSend<T>(SendContext<T> context)
            where T : class => Add("before");

        public Task PostSend<T>(SendContext<T> context)
            where T : class => Add("after");

        public Task SendFault<T>(SendContext<T> context, Exception exception)
            where T : class => Add("fault");

        Task Add(string step)
        {
            Steps.Add(step);
            return Task.CompletedTask;
        }
    }
}
