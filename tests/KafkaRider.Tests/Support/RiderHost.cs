using Confluent.Kafka;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KafkaRider.Tests.Support;

/// <summary>A bus in memory with a Kafka rider, as a service would have it.</summary>
public sealed class RiderHost : IAsyncDisposable
{
    readonly ServiceProvider provider;
    readonly TestLog log;
    readonly List<IHostedService> started = [];

    RiderHost(ServiceProvider provider, TestLog log) => (this.provider, this.log) = (provider, log);

    public IServiceProvider Services => provider;

    public static async Task<RiderHost> Start(
        Broker broker,
        Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure,
        Action<IRiderRegistrationConfigurator>? add = null)
    {
        var services = new ServiceCollection();
        var log = new TestLog();
        services.AddSingleton<ILoggerFactory>(new LoggerFactory([log]));
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddMassTransit(bus =>
        {
            bus.ConfigureUsageTelemetryOptions(options => options.Enabled = false);
            bus.UsingInMemory();
            bus.AddRider(rider =>
            {
                add?.Invoke(rider);
                rider.UsingKafka(new ClientConfig { BootstrapServers = broker.Servers }, configure);
            });
        });
        var host = new RiderHost(services.BuildServiceProvider(), log);
        foreach (var service in host.provider.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
            host.started.Add(service);
        }

        return host;
    }

    public EndpointReport Report => provider.GetRequiredService<IEndpointStatus>().Endpoints[0];

    public void Resume() => provider.GetRequiredService<IEndpointControl>().Resume(Report.Name);

    /// <summary>The bus has noticed that its endpoints are ready: until then MassTransit does not stop them.</summary>
    public Task IsStarted() => Eventually.Is(
        () => provider.GetRequiredService<IBusControl>().CheckHealth().Status == BusHealthStatus.Healthy, "a bus that has started");

    public async Task Stop()
    {
        foreach (var service in Enumerable.Reverse(started)) await service.StopAsync(CancellationToken.None);
        started.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var endpoint in provider.GetRequiredService<IEndpointStatus>().Endpoints)
            log.Write($"At the end {endpoint} {string.Join(" ", endpoint.Partitions)}");
        await Stop();
        await provider.DisposeAsync();
    }
}
