using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using MassTransit.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRider.Compatibility;

public class MultiBus_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_receive_in_both_buses(BrokerKind kind)
    {
        var (firstTopic, secondTopic) = (Brokers.Name("bus-one"), Brokers.Name("bus-two"));
        await using var provider = (await brokers.Services(kind, firstTopic, secondTopic))
            .AddReceived<FirstMessage>().AddReceived<SecondMessage>()
            .AddMassTransit<IFirstBus>(x =>
            {
                x.AddRider(rider =>
                {
                    rider.AddConsumer<ForwardingConsumer>();
                    rider.AddProducer<FirstMessage>(firstTopic);
                    rider.UsingKafka((context, k) => k.TopicEndpoint<FirstMessage>(firstTopic, firstTopic, c =>
                    {
                        c.AutoOffsetReset = AutoOffsetReset.Earliest;
                        c.ConfigureConsumer<ForwardingConsumer>(context);
                    }));
                });
                x.UsingInMemory();
            })
            .AddMassTransit<ISecondBus>(x =>
            {
                x.AddRider(rider =>
                {
                    rider.AddConsumer<TestConsumer<SecondMessage>>();
                    rider.AddProducer<SecondMessage>(secondTopic);
                    rider.UsingKafka((context, k) => k.TopicEndpoint<SecondMessage>(secondTopic, secondTopic, c =>
                    {
                        c.AutoOffsetReset = AutoOffsetReset.Earliest;
                        c.ConfigureConsumer<TestConsumer<SecondMessage>>(context);
                    }));
                });
                x.UsingInMemory();
            }).BuildServiceProvider(true);
        var hosted = provider.GetServices<IHostedService>().ToList();
        foreach (var service in hosted) await service.StartAsync(CancellationToken.None);

        await using (var scope = provider.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ITopicProducer<FirstMessage>>().Produce(new FirstMessage());
            await provider.First<FirstMessage>();
            await provider.First<SecondMessage>();

            // What one bus alone produces is found by the bus.
            var bound = scope.ServiceProvider.GetRequiredService<Bind<ISecondBus, ITopicProducerProvider>>().Value;
            await bound.GetProducer<SecondMessage>(new Uri($"topic:{secondTopic}")).Produce(new SecondMessage());
        }

        foreach (var service in hosted) await service.StopAsync(CancellationToken.None);
    }

    public interface IFirstBus : IBus;

    public interface ISecondBus : IBus;

    public sealed record FirstMessage;

    public sealed record SecondMessage;

    sealed class ForwardingConsumer(Received<FirstMessage> received, ITopicProducer<SecondMessage> producer) : IConsumer<FirstMessage>
    {
        public async Task Consume(ConsumeContext<FirstMessage> context)
        {
            await producer.Produce(new SecondMessage());
            received.Add(context);
        }
    }
}
