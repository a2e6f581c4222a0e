using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

public class Using_a_consumer_filter(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_properly_configure_the_filter(BrokerKind kind)
    {
        var topic = Brokers.Name("filter");
        var attempts = new List<(int Attempt, int Count)>();
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<EmptyMessage>().AddSingleton(attempts)
            .AddMassTransitTestHarness(x => x.AddRider(rider =>
            {
                rider.AddConsumer<FailingConsumer>();
                rider.AddProducer<EmptyMessage>(topic);
                rider.UsingKafka((context, k) => k.TopicEndpoint<EmptyMessage>(topic, topic, c =>
                {
                    c.AutoOffsetReset = AutoOffsetReset.Earliest;
                    c.UseMessageRetry(retry => retry.Immediate(3));
                    c.ConfigureConsumer<FailingConsumer>(context);
                }));
            })).BuildServiceProvider(true);
        var harness = await provider.StartHarness();

        await harness.GetProducer<EmptyMessage>().Produce(new { }, harness.CancellationToken);
        await provider.First<EmptyMessage>();

        attempts.ShouldBe([(0, 0), (1, 0), (2, 1), (3, 2)]);
    }

    public interface EmptyMessage;

    sealed class FailingConsumer(Received<EmptyMessage> received, List<(int Attempt, int Count)> attempts) : IConsumer<EmptyMessage>
    {
        public Task Consume(ConsumeContext<EmptyMessage> context)
        {
            attempts.Add((context.GetRetryAttempt(), context.GetRetryCount()));
            if (context.GetRetryCount() < 2) throw new InvalidOperationException("Not yet");
            received.Add(context);
            return Task.CompletedTask;
        }
    }
}

public class Using_a_scoped_send_filter(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_properly_configure_the_scoped_filter(BrokerKind kind)
    {
        var topic = Brokers.Name("scoped-filter");
        await using var provider = (await brokers.Services(kind, topic)).AddScoped<Tenant>().AddReceived<EmptyMessage>()
            .AddMassTransitTestHarness(x => x.AddRider(rider =>
            {
                rider.AddConsumer<TestConsumer<EmptyMessage>>();
                rider.AddProducer<EmptyMessage>(topic);
                rider.UsingKafka((context, k) =>
                {
                    k.UseSendFilter(typeof(TenantFilter<>), context);
                    k.TopicEndpoint<EmptyMessage>(topic, topic, c =>
                    {
                        c.AutoOffsetReset = AutoOffsetReset.Earliest;
                        c.ConfigureConsumer<TestConsumer<EmptyMessage>>(context);
                    });
                });
            })).BuildServiceProvider(true);
        var harness = await provider.StartHarness();
        harness.Scope.ServiceProvider.GetRequiredService<Tenant>().Name = "Hello, World";

        await harness.GetProducer<EmptyMessage>().Produce(new { }, harness.CancellationToken);

        (await provider.First<EmptyMessage>()).Headers.Get<string>("Tenant").ShouldBe("Hello, World");
    }

    public record EmptyMessage;
}

public class Using_a_multiple_scoped_send_filters(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_properly_configure_the_scoped_filter(BrokerKind kind)
    {
        var topic = Brokers.Name("scoped-filters");
        await using var provider = (await brokers.Services(kind, topic)).AddScoped<Tenant>().AddReceived<EmptyMessage>()
            .AddMassTransitTestHarness(x => x.AddRider(rider =>
            {
                rider.AddConsumer<TestConsumer<EmptyMessage>>();
                rider.AddProducer<EmptyMessage>(topic);
                rider.UsingKafka((context, k) =>
                {
                    k.UseSendFilter(typeof(TenantFilter<>), context);
                    k.UseSendFilter(typeof(SecondTenantFilter<>), context);
                    k.TopicEndpoint<EmptyMessage>(topic, topic, c =>
                    {
                        c.AutoOffsetReset = AutoOffsetReset.Earliest;
                        c.ConfigureConsumer<TestConsumer<EmptyMessage>>(context);
                    });
                });
            })).BuildServiceProvider(true);
        var harness = await provider.StartHarness();
        harness.Scope.ServiceProvider.GetRequiredService<Tenant>().Name = "both";

        await harness.GetProducer<EmptyMessage>().Produce(new { }, harness.CancellationToken);
        var received = await provider.First<EmptyMessage>();

        received.Headers.Get<string>("Tenant").ShouldBe("both");
        received.Headers.Get<string>("Second-Tenant").ShouldBe("both");
    }

    public record EmptyMessage;
}

/// <summary>Something of a scope that filters put on messages.</summary>
public sealed class Tenant
{
    public string Name { get; set; } = "";
}

/// <summary>Puts it on a message.</summary>
public sealed class TenantFilter<T>(Tenant tenant) : IFilter<SendContext<T>>
    where T : class
{
    public Task Send(SendContext<T> context, IPipe<SendContext<T>> next)
    {
        context.Headers.Set("Tenant", tenant.Name);
        return next.Send(context);
    }

    public void Probe(ProbeContext context)
    {
    }
}

/// <summary>Puts it on a message once more.</summary>
public sealed class SecondTenantFilter<T>(Tenant tenant) : IFilter<SendContext<T>>
    where T : class
{
    public Task Send(SendContext<T> context, IPipe<SendContext<T>> next)
    {
        context.Headers.Set("Second-Tenant", tenant.Name);
        return next.Send(context);
    }

    public void Probe(ProbeContext context)
    {
    }
}
