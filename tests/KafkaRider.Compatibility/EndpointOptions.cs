using System.Collections.Concurrent;
using System.Text.Json;
using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using MassTransit.KafkaIntegration.Serializers;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

/// <summary>Members of the official surface that its own tests leave out.</summary>
public class EndpointOptions(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Handlers_hear_of_commits_and_statistics(BrokerKind kind)
    {
        var topic = Brokers.Name("handlers");
        var committed = new ConcurrentQueue<CommittedOffsets>();
        var (consumerStatistics, producerStatistics) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<IndexMessage>().AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<TestConsumer<IndexMessage>>();
                rider.AddProducer<IndexMessage>(topic, (_, p) => p.SetStatisticsHandler(producerStatistics.Enqueue));
                rider.UsingKafka((context, k) =>
                {
                    k.StatisticsInterval = TimeSpan.FromMilliseconds(100);
                    k.TopicEndpoint<IndexMessage>(topic, topic, c =>
                    {
                        c.AutoOffsetReset = AutoOffsetReset.Earliest;
                        c.CheckpointMessageCount = 1;
                        c.SetOffsetsCommittedHandler(committed.Enqueue);
                        c.SetStatisticsHandler(consumerStatistics.Enqueue);
                        c.ConfigureConsumer<TestConsumer<IndexMessage>>(context);
                    });
                });
            })).BuildServiceProvider(true);
        var harness = await provider.StartHarness();

        await harness.GetProducer<IndexMessage>().Produce(new { Index = 0 }, harness.CancellationToken);
        await Received.Until(() => !committed.IsEmpty, "a commit");
        await Received.Until(() => !consumerStatistics.IsEmpty && !producerStatistics.IsEmpty, "statistics of both clients");

        committed.First().Offsets.ShouldHaveSingleItem().Offset.Value.ShouldBe(1);
        committed.First().Error.IsError.ShouldBeFalse();
        TypeOf(consumerStatistics.First()).ShouldBe("consumer");
        TypeOf(producerStatistics.First()).ShouldBe("producer");
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task The_last_message_of_a_partition_knows_that_it_is(BrokerKind kind)
    {
        var topic = Brokers.Name("partition-end");
        var seen = new ConcurrentQueue<(int Index, bool? IsLast)>();
        await using var provider = (await brokers.Services(kind, topic)).AddSingleton(seen).AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<EndConsumer>();
                rider.AddProducer<IndexMessage>(topic);
                rider.UsingKafka((_, _) => { });
            })).BuildServiceProvider();
        var harness = await provider.StartHarness();
        var producer = harness.GetProducer<IndexMessage>();
        for (var i = 0; i < 3; i++) await producer.Produce(new { Index = i }, harness.CancellationToken);

        provider.GetRequiredService<IKafkaRider>().ConnectTopicEndpoint<IndexMessage>(topic, topic, (context, c) =>
        {
            c.AutoOffsetReset = AutoOffsetReset.Earliest;
            c.EnablePartitionEof = true;
            c.ConfigureConsumer<EndConsumer>(context);
        });
        await Received.Until(() => seen.Count == 3, "three messages");

        seen.ShouldBe([(0, false), (1, false), (2, true)]);
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task A_consumers_definition_sets_up_its_endpoint(BrokerKind kind)
    {
        var topic = Brokers.Name("definition");
        var attempts = new Attempts();
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<IndexMessage>().AddSingleton(attempts)
            .AddMassTransitTestHarness(x => x.AddRider(rider =>
            {
                rider.AddConsumer<RetriedConsumer, RetriedConsumerDefinition>();
                rider.AddProducer<IndexMessage>(topic);
                rider.UsingKafka((context, k) => k.TopicEndpoint<IndexMessage>(
                    topic, topic, c => c.ConfigureConsumer<RetriedConsumer>(context)));
            })).BuildServiceProvider(true);
        await provider.StartHarness();

        Foreign.Produce(provider.GetRequiredService<ClientConfig>(), topic, new { Index = 7 }, []);
        var received = await provider.First<IndexMessage>();

        received.Message.Index.ShouldBe(7);
        attempts.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Headers_pass_the_serializers_that_were_set(BrokerKind kind)
    {
        var topic = Brokers.Name("headers");
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<IndexMessage>().AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<TestConsumer<IndexMessage>>();
                rider.AddProducer<IndexMessage>(topic);
                rider.UsingKafka((context, k) =>
                {
                    k.SetHeadersSerializer(new PrefixedHeaders());
                    k.SetHeadersDeserializer(new PrefixedHeaders());
                    k.TopicEndpoint<IndexMessage>(topic, topic, c =>
                    {
                        c.AutoOffsetReset = AutoOffsetReset.Earliest;
                        c.ConfigureConsumer<TestConsumer<IndexMessage>>(context);
                    });
                });
            })).BuildServiceProvider(true);
        var harness = await provider.StartHarness();
        var messageId = NewId.NextGuid();

        await harness.GetProducer<IndexMessage>().Produce(
            new { Index = 0 }, Pipe.Execute<SendContext>(context => context.MessageId = messageId), harness.CancellationToken);

        (await provider.First<IndexMessage>()).MessageId.ShouldBe(messageId);
    }

    static string? TypeOf(string statistics) => JsonDocument.Parse(statistics).RootElement.GetProperty("type").GetString();

    public interface IndexMessage
    {
        int Index { get; }
    }

    sealed class Attempts
    {
        public int Count { get; set; }
    }

    sealed class EndConsumer(ConcurrentQueue<(int Index, bool? IsLast)> seen) : IConsumer<IndexMessage>
    {
        public Task Consume(ConsumeContext<IndexMessage> context)
        {
            seen.Enqueue((context.Message.Index, context.IsPartitionEof()));
            return Task.CompletedTask;
        }
    }

    sealed class RetriedConsumer(Attempts attempts, Received<IndexMessage> received) : IConsumer<IndexMessage>
    {
        public Task Consume(ConsumeContext<IndexMessage> context)
        {
            if (++attempts.Count < 3) throw new InvalidOperationException("Not yet");
            received.Add(context);
            return Task.CompletedTask;
        }
    }

    sealed class RetriedConsumerDefinition : ConsumerDefinition<RetriedConsumer>
    {
        protected override void ConfigureConsumer(
            IReceiveEndpointConfigurator endpointConfigurator,
            IConsumerConfigurator<RetriedConsumer> consumerConfigurator,
            IRegistrationContext context)
        {
            endpointConfigurator.UseMessageRetry(retry => retry.Immediate(3));
            if (endpointConfigurator is IKafkaTopicReceiveEndpointConfigurator kafka) kafka.AutoOffsetReset = AutoOffsetReset.Earliest;
        }
    }

    /// <summary>The usual headers with a prefix that tells them from others'.</summary>
    sealed class PrefixedHeaders : IHeadersSerializer, IHeadersDeserializer
    {
        const string Prefix = "mt-";

        public Confluent.Kafka.Headers Serialize(SendContext context)
        {
            var headers = new Confluent.Kafka.Headers();
            foreach (var header in DictionaryHeadersSerialize.Serializer.Serialize(context))
                headers.Add(Prefix + header.Key, header.GetValueBytes());
            return headers;
        }

        public IHeaderProvider Deserialize(Confluent.Kafka.Headers headers)
        {
            var own = new Confluent.Kafka.Headers();
            foreach (var header in headers.Where(header => header.Key.StartsWith(Prefix, StringComparison.Ordinal)))
                own.Add(header.Key[Prefix.Length..], header.GetValueBytes());
            return DictionaryHeadersSerialize.Deserializer.Deserialize(own);
        }
    }
}
