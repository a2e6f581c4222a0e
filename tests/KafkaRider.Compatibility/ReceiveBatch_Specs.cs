using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

public class ReceiveBatch_Specs(Brokers brokers)
{
    const int Messages = 100;

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_receive_batch(BrokerKind kind)
    {
        var topic = Brokers.Name("receive-batch");
        var batches = new ConcurrentQueue<int[]>();
        await using var provider = await Provider(kind, topic, batches, (context, k) =>
            k.TopicEndpoint<IndexMessage>(topic, topic, c => Configure(context, c)));
        var harness = await provider.StartHarness();

        await Produce(harness);

        await Received.Until(() => batches.Sum(batch => batch.Length) == Messages, $"{Messages} messages in batches");
        batches.ShouldAllBe(batch => batch.All(index => index % 2 == batch[0] % 2), "of one partition each");
        foreach (var batch in batches) batch.ShouldBeInOrder();
        batches.ShouldContain(batch => batch.Length > 1, "what came together");
    }

    [Fact]
    public async Task A_topic_that_is_connected_at_run_time_has_batches_too()
    {
        var topic = Brokers.Name("receive-batch-connected");
        var batches = new ConcurrentQueue<int[]>();
        await using var provider = await Provider(BrokerKind.Embedded, topic, batches, (_, _) => { });
        var harness = await provider.StartHarness();
        await Produce(harness);

        provider.GetRequiredService<IKafkaRider>().ConnectTopicEndpoint<IndexMessage>(topic, topic, Configure);

        await Received.Until(() => batches.Sum(batch => batch.Length) == Messages, $"{Messages} messages in batches");
    }

    async Task<ServiceProvider> Provider(
        BrokerKind kind,
        string topic,
        ConcurrentQueue<int[]> batches,
        Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure) =>
        (await brokers.Services(kind, 2, topic)).AddSingleton(batches).AddMassTransitTestHarness(x => x.AddRider(rider =>
        {
            rider.AddConsumer<BatchConsumer, BatchConsumerDefinition>();
            rider.AddProducer<IndexMessage>(topic);
            rider.UsingKafka(configure);
        })).BuildServiceProvider();

    static void Configure(IRegistrationContext context, IKafkaTopicReceiveEndpointConfigurator c)
    {
        c.AutoOffsetReset = AutoOffsetReset.Earliest;
        c.CheckpointMessageCount = Messages;
        c.ConcurrentDeliveryLimit = Messages;
        c.ConfigureConsumer<BatchConsumer>(context);
    }

    static async Task Produce(ITestHarness harness)
    {
        var producer = harness.GetProducer<IndexMessage>();
        for (var i = 0; i < Messages; i++)
        {
            var partition = i % 2;
            await producer.Produce(
                new { Index = i }, Pipe.Execute<KafkaSendContext>(context => context.Partition = partition), harness.CancellationToken);
        }
    }

    public interface IndexMessage
    {
        int Index { get; }
    }

    sealed class BatchConsumer(ConcurrentQueue<int[]> batches) : IConsumer<Batch<IndexMessage>>
    {
        public Task Consume(ConsumeContext<Batch<IndexMessage>> context)
        {
            batches.Enqueue([.. context.Message.Select(message => message.Message.Index)]);
            return Task.CompletedTask;
        }
    }

    sealed class BatchConsumerDefinition : ConsumerDefinition<BatchConsumer>
    {
        protected override void ConfigureConsumer(
            IReceiveEndpointConfigurator endpointConfigurator,
            IConsumerConfigurator<BatchConsumer> consumerConfigurator,
            IRegistrationContext context) => consumerConfigurator.Options<BatchOptions>(options => options
            .SetMessageLimit(Messages)
            .SetTimeLimit(TimeSpan.FromMilliseconds(500))
            .GroupBy<IndexMessage, int>(message => message.Partition()));
    }
}
