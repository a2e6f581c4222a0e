using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

public class ProducerStateMachine_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_produce_from_state_machine(BrokerKind kind)
    {
        var topic = Brokers.Name("producer-state-machine");
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<TextMessage>().AddMassTransitTestHarness(x =>
        {
            x.AddSagaStateMachine<ProducingStateMachine, Instance>();
            x.AddRider(rider =>
            {
                rider.AddConsumer<TestConsumer<TextMessage>>();
                rider.AddProducer<TextMessage>(topic);
                rider.UsingKafka((context, k) => k.TopicEndpoint<TextMessage>(topic, topic, c =>
                {
                    c.AutoOffsetReset = AutoOffsetReset.Earliest;
                    c.ConfigureConsumer<TestConsumer<TextMessage>>(context);
                }));
            });
        }).BuildServiceProvider(true);
        var harness = await provider.StartHarness();
        var correlationId = NewId.NextGuid();

        await harness.Bus.Publish(new Start { CorrelationId = correlationId }, harness.CancellationToken);
        var received = await provider.First<TextMessage>();

        received.Message.Text.ShouldBe("text");
        received.InitiatorId.ShouldBe(correlationId);
    }

    public interface TextMessage
    {
        string Text { get; }
    }

    public sealed class Start : CorrelatedBy<Guid>
    {
        public Guid CorrelationId { get; init; }
    }

    public sealed class Instance : SagaStateMachineInstance
    {
        public Guid CorrelationId { get; set; }

        public string CurrentState { get; set; } = "";
    }

    public sealed class ProducingStateMachine : MassTransitStateMachine<Instance>
    {
        public ProducingStateMachine()
        {
            InstanceState(x => x.CurrentState);
            Initially(When(Started)
                .Produce(x => x.Init<TextMessage>(new { Text = "text" }))
                .TransitionTo(Active));
        }

        public State Active { get; private set; } = null!;

        public Event<Start> Started { get; private set; } = null!;
    }
}
