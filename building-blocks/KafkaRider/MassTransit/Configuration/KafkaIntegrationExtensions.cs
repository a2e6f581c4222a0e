using Confluent.Kafka;
using KafkaRider;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace MassTransit;

/// <summary>Adds the Kafka rider to a bus.</summary>
public static class KafkaIntegrationExtensions
{
    /// <summary>Name of the health check of all Kafka endpoints.</summary>
    public const string HealthCheckName = "kafka";

    /// <summary>
    /// Uses Kafka beside the bus. The connection comes from <see cref="IKafkaFactoryConfigurator.Host"/>, else from a registered
    /// <see cref="ClientConfig"/>, else from <c>AddKafkaConnection</c>.
    /// </summary>
    public static void UsingKafka(
        this IRiderRegistrationConfigurator configurator, Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure) =>
        Register(configurator, null, configure);

    /// <summary>Uses Kafka beside the bus, with this connection.</summary>
    public static void UsingKafka(
        this IRiderRegistrationConfigurator configurator,
        ClientConfig clientConfig,
        Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure)
    {
        ArgumentNullException.ThrowIfNull(clientConfig);
        Register(configurator, clientConfig, configure);
    }

    static void Register(
        IRiderRegistrationConfigurator configurator,
        ClientConfig? clientConfig,
        Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configurator.TryAddSingleton(TimeProvider.System);
        configurator.AddKafkaRiderStatus();
        configurator.AddHealthChecks();
        configurator.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HealthCheckServiceOptions>, RegisterKafkaHealth>());
        configurator.TryAddScoped<IKafkaRider, ITopicProducerProvider>((rider, _) => rider);
        configurator.SetRiderFactory(new RiderFactory(clientConfig, configure));
    }
}
