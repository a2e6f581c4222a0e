using Confluent.Kafka;
using KafkaRider;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Benchmarks.RiderCost;

/// <summary>The rider as services use it.</summary>
static class RiderCases
{
    /// <summary>Reads key and value of each record.</summary>
    internal static async Task<Cost> Process(CaseContext context)
    {
        var reader = new Reader();
        await using var host = await Start(context, (_, kafka) =>
            kafka.RecordEndpoint(context.Input, context.Group, endpoint => endpoint.Process(reader)));
        return await reader.Window.Cost;
    }

    internal static Task<Cost> ForwardAtLeastOnce(CaseContext context) =>
        Forward(context, endpoint => endpoint.CheckpointInterval = PlainLoop.CommitInterval);

    internal static Task<Cost> ForwardExactlyOnce(CaseContext context) =>
        Forward(context, endpoint => endpoint.ExactlyOnce(options => options.CommitInterval = PlainLoop.CommitInterval));

    internal static async Task<Cost> Consume(CaseContext context)
    {
        var window = new Window();
        await using var host = await Start(context, (registered, kafka) =>
            kafka.TopicEndpoint<string, Order>(context.Input, context.Group, endpoint =>
            {
                endpoint.AutoOffsetReset = AutoOffsetReset.Earliest;
                endpoint.ConfigureConsumer<EmptyConsumer>(registered);
            }), rider =>
            {
                rider.AddSingleton(window);
                rider.AddConsumer<EmptyConsumer>();
            });
        return await window.Cost;
    }

    internal static async Task<Cost> Produce(CaseContext context)
    {
        await using var host = await Start(context, (_, _) => { }, rider => rider.AddProducer<string, Order>(
            context.Output, (_, producer) => producer.Linger = TimeSpan.FromMilliseconds(Producing.Linger)));
        await using var scope = host.Services.CreateAsyncScope();
        var topic = scope.ServiceProvider.GetRequiredService<ITopicProducer<string, Order>>();
        return await InFlight.Run(number => topic.Produce(Order.KeyOf(number), Order.Of(number)));
    }

    static async Task<Cost> Forward(CaseContext context, Action<RecordEndpointConfigurator> configure)
    {
        var forwarder = new Forwarder(context.Output);
        await using var host = await Start(context, (_, kafka) => kafka.RecordEndpoint(context.Input, context.Group, endpoint =>
        {
            endpoint.Process(forwarder);
            endpoint.Producer("linger.ms", Producing.Linger.ToString());
            configure(endpoint);
        }));
        return await forwarder.Window.Cost;
    }

    static async Task<Host> Start(
        CaseContext context,
        Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure,
        Action<IRiderRegistrationConfigurator>? add = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMassTransit(bus =>
        {
            bus.ConfigureUsageTelemetryOptions(options => options.Enabled = false);
            bus.UsingInMemory();
            bus.AddRider(rider =>
            {
                add?.Invoke(rider);
                rider.UsingKafka(new ClientConfig { BootstrapServers = context.Servers }, configure);
            });
        });
        var host = new Host(services.BuildServiceProvider());
        foreach (var service in host.Services.GetServices<IHostedService>()) await service.StartAsync(CancellationToken.None);
        return host;
    }

    sealed class Host(ServiceProvider services) : IAsyncDisposable
    {
        internal ServiceProvider Services => services;

        public async ValueTask DisposeAsync()
        {
            foreach (var service in services.GetServices<IHostedService>().Reverse()) await service.StopAsync(CancellationToken.None);
            await services.DisposeAsync();
        }
    }

    sealed class Reader : IRecordProcessor
    {
        long sum;

        internal Window Window { get; } = new();

        public ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
        {
            var read = 0L;
            for (var i = 0; i < batch.Count; i++)
            {
                var record = batch[i];
                read += record.Offset + record.Key.Length + record.Value[^1];
            }

            Interlocked.Add(ref sum, read);
            Window.Add(batch.Count);
            return ValueTask.CompletedTask;
        }
    }

    sealed class Forwarder(string topic) : IRecordProcessor
    {
        internal Window Window { get; } = new();

        public ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var record = batch[i];
                output.Produce(topic, record.Partition, record.Key, record.Value);
            }

            Window.Add(batch.Count);
            return ValueTask.CompletedTask;
        }
    }
}
