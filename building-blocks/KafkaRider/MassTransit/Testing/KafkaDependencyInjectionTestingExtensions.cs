using Confluent.Kafka;
using KafkaRider;
using MassTransit.Metadata;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit;

/// <summary>Prepares a container for tests against a broker.</summary>
public static class KafkaDependencyInjectionTestingExtensions
{
    const string DefaultPort = "9092";

    /// <summary>
    /// Prepares topics when the test harness starts, and registers the <see cref="ClientConfig"/> for <c>UsingKafka</c> and an
    /// <see cref="IAdminClient"/>.
    /// </summary>
    /// <param name="services">Services.</param>
    /// <param name="clientConfig">The connection.</param>
    /// <param name="configure">The topics.</param>
    /// <exception cref="ConfigurationException">Called after <c>AddMassTransit</c>: the bus would start before its topics are
    /// there.</exception>
    public static IServiceCollection ConfigureKafkaTestOptions(
        this IServiceCollection services, ClientConfig clientConfig, Action<KafkaTestHarnessOptions>? configure = null)
    {
        if (services.Any(service => service.ImplementationType == typeof(MassTransitHostedService)))
            throw new ConfigurationException("Call ConfigureKafkaTestOptions before AddMassTransit: topics are prepared before the bus.");
        services.AddSingleton<IAdminClient>(provider => new AdminClient(provider.GetRequiredService<ClientConfig>()));
        services.AddSingleton(clientConfig);
        services.AddOptions<KafkaTestHarnessOptions>().Configure(options => configure?.Invoke(options));
        services.AddHostedService<KafkaTestHarnessHostedService>();
        return services;
    }

    /// <summary>The same with the usual broker: <c>localhost:9092</c>, in a container <c>broker:9092</c>.</summary>
    /// <inheritdoc cref="ConfigureKafkaTestOptions(IServiceCollection, ClientConfig, Action{KafkaTestHarnessOptions})"/>
    public static IServiceCollection ConfigureKafkaTestOptions(
        this IServiceCollection services, Action<KafkaTestHarnessOptions>? configure = null)
    {
        var host = HostMetadataCache.IsRunningInContainer ? "broker" : "localhost";
        return services.ConfigureKafkaTestOptions(new ClientConfig { BootstrapServers = $"{host}:{DefaultPort}" }, configure);
    }
}
