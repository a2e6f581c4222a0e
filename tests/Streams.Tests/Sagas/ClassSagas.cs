using Confluent.Kafka;
using KafkaRider.Tests.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Streams.Tests;

/// <summary>Sagas that are no state machines, and sagas beside other consumers.</summary>
public sealed class ClassSagas(RealBroker real) : IDisposable
{
    /// <summary>A basket is opened once and filled three times.</summary>
    static readonly string[] Sent = ["opened", "filled", "filled", "filled"];

    readonly string folder = Directory.CreateTempSubdirectory("sagas-").FullName;

    [Fact]
    public async Task A_saga_without_a_state_machine_is_kept_too_and_can_be_loaded()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var basket = NewId();

        await using var host = await Start(broker, basket, _ => null);
        await IsDone(host);

        var baskets = host.Services.GetRequiredService<ILoadSagaRepository<Basket>>();
        (await baskets.Load(basket)).Filled.ShouldBe(3);
        (await baskets.Load(NewId())).ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_another_consumer_of_the_message_fails_what_the_saga_did_is_forgotten(bool retriesInside)
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var basket = NewId();

        await using var host = await Start(broker, basket, call => call % 3 < 2 ? new IOException("for now") : null, e =>
        {
            if (retriesInside) e.UseMessageRetry(retry => retry.Immediate(3));
        });
        await IsDone(host);

        (await host.Services.GetRequiredService<ILoadSagaRepository<Basket>>().Load(basket)).Filled.ShouldBe(3);
    }

    [Fact]
    public async Task When_another_consumer_fails_for_good_later_messages_of_the_batch_do_not_see_what_the_saga_did()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var basket = NewId();

        await using var host = await Start(broker, basket, call => call == 1 ? new ArgumentException("never") : null);
        await IsDone(host);

        (await host.Services.GetRequiredService<ILoadSagaRepository<Basket>>().Load(basket)).Filled.ShouldBe(2);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static Task IsDone(RiderHost host) =>
        Eventually.Is(() => host.Report.Partitions.Any(partition => partition.Position == Sent.Length), "all is done");

    static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    /// <summary>A service that keeps the basket, with a consumer beside it that fails at the calls named.</summary>
    async Task<RiderHost> Start(
        Broker broker,
        Guid basket,
        Func<int, Exception?> fails,
        Action<IKafkaTopicReceiveEndpointConfigurator<string, BasketEvent>>? also = null)
    {
        var (topic, group) = (await broker.Topic(), Broker.Name("group"));
        await broker.Topic(name: $"{group}-basket-changelog");
        broker.Produce(topic, Sent.Select(type => (
            0, (string?)$"{basket}", (string?)$$"""{"$type":"{{type}}","correlationId":"{{basket}}"}""")));
        var calls = 0;
        return await RiderHost.Start(
            broker,
            (context, kafka) => kafka.TopicEndpoint<string, BasketEvent>(
                topic,
                new ConsumerConfig { GroupId = group, AutoOffsetReset = AutoOffsetReset.Earliest },
                e =>
                {
                    also?.Invoke(e);
                    e.ExactlyOnce(options =>
                    {
                        options.FirstBackOff = TimeSpan.FromMilliseconds(20);
                        options.Permanent<ArgumentException>();
                    });
                    e.ConfigureSaga<Basket>(context);
                    e.Handler<BasketFilled>(_ => fails(calls++) is { } error ? throw error : Task.CompletedTask);
                }),
            rider => rider.AddSaga<Basket>().FasterRepository(r => r.Folder = folder));
    }

    [System.Text.Json.Serialization.JsonDerivedType(typeof(BasketOpened), "opened")]
    [System.Text.Json.Serialization.JsonDerivedType(typeof(BasketFilled), "filled")]
    public abstract class BasketEvent : CorrelatedBy<Guid>
    {
        public Guid CorrelationId { get; set; }
    }

    public sealed class BasketOpened : BasketEvent;

    public sealed class BasketFilled : BasketEvent;

    public sealed class Basket : ISaga, InitiatedBy<BasketOpened>, Orchestrates<BasketFilled>
    {
        public Guid CorrelationId { get; set; }

        public int Filled { get; set; }

        public Task Consume(ConsumeContext<BasketOpened> context) => Task.CompletedTask;

        public Task Consume(ConsumeContext<BasketFilled> context)
        {
            Filled++;
            return Task.CompletedTask;
        }
    }
}
