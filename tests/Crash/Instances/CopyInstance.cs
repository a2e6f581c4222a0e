using System.Diagnostics;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using KafkaRider;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using State;
using Streams;

namespace Crash.Instances;

/// <summary>A service that copies one topic to another until it is stopped, killed, or comes to its crash point.</summary>
static class CopyInstance
{
    const int Buckets = 4;

    static int passes;

    internal static async Task<int> Run(InstanceSettings settings)
    {
        if (settings.CrashAt is not null)
        {
            CrashPoints.Reached = point => Pass(settings, point.ToString());
            TaskCrashPoints.Reached = point => Pass(settings, point.ToString());
            StoreCrashPoints.Reached = (point, _) => Pass(settings, point.ToString());
        }

        var stopped = new TaskCompletionSource();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stopped.TrySetResult();
        });
        await using var provider = Services(settings).BuildServiceProvider();
        var services = provider.GetServices<IHostedService>().ToList();
        foreach (var service in services) await service.StartAsync(CancellationToken.None);
        await stopped.Task;
        foreach (var service in Enumerable.Reverse(services)) await service.StopAsync(CancellationToken.None);
        return 0;
    }

    static void Pass(InstanceSettings settings, string point)
    {
        // SIGKILL: nothing is flushed, nothing is said goodbye to.
        if (point == settings.CrashAt && Interlocked.Increment(ref passes) > settings.Passes) Process.GetCurrentProcess().Kill();
    }

    static ServiceCollection Services(InstanceSettings settings)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging
            .AddSimpleConsole(console => console.TimestampFormat = "HH:mm:ss.fff ")
            .AddFilter(nameof(KafkaRider), LogLevel.Debug));
        services.AddMassTransit(bus =>
        {
            bus.ConfigureUsageTelemetryOptions(options => options.Enabled = false);
            bus.UsingInMemory();
            bus.AddRider(rider =>
            {
                if (settings.Counts) CountingSaga.Add(rider, settings);
                else
                {
                    rider.AddConsumer<CopyConsumer>();
                    rider.AddProducer<string, CopiedNumber>(settings.Target);
                }

                rider.UsingKafka(new ClientConfig { BootstrapServers = settings.Servers }, (context, kafka) =>
                {
                    if (settings.Typed || settings.Counts) AddConsumer(kafka, context, settings);
                    else AddProcessor(kafka, settings);
                });
            });
        });
        return services;
    }

    static void AddProcessor(IKafkaFactoryConfigurator kafka, InstanceSettings settings) =>
        kafka.RecordEndpoint(settings.Source, settings.Group, e =>
        {
            if (settings.ExactlyOnce) e.ExactlyOnce(options => options.StateFolder = settings.Folder);
            e.Process(new CopyProcessor(settings));
        });

    static void AddConsumer(IKafkaFactoryConfigurator kafka, IRiderRegistrationContext context, InstanceSettings settings)
    {
        var consumer = new ConsumerConfig
        {
            GroupId = settings.Group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            SessionTimeoutMs = 6_000,
        };
        kafka.TopicEndpoint<string, CopiedNumber>(settings.Source, consumer, e =>
        {
            e.ConcurrentMessageLimit = Buckets;
            if (settings.ExactlyOnce) e.ExactlyOnce(options => options.StateFolder = settings.Folder);
            if (settings.Counts) e.ConfigureSaga<CountingState>(context);
            else e.ConfigureConsumer<CopyConsumer>(context);
        });
    }
}
