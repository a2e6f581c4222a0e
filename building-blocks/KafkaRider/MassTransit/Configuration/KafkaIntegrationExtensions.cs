using Confluent.Kafka;
using KafkaRider;
using MassTransit.DependencyInjection;
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
        this IRiderRegistrationConfigurator configurator, Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure)
    {
        configurator.TryAddScoped<IKafkaRider, ITopicProducerProvider>(Scoped);
        Register(configurator, null, configure);
    }

    /// <summary>Uses Kafka beside the bus, with this connection.</summary>
    public static void UsingKafka(
        this IRiderRegistrationConfigurator configurator,
        ClientConfig clientConfig,
        Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure)
    {
        ArgumentNullException.ThrowIfNull(clientConfig);
        configurator.TryAddScoped<IKafkaRider, ITopicProducerProvider>(Scoped);
        Register(configurator, clientConfig, configure);
    }

    /// <summary>
    /// Uses Kafka beside one of several buses. Its producers are found by <c>Bind&lt;TBus, ITopicProducerProvider&gt;</c>; those of
    /// <c>AddProducer</c> as ever, so their messages must differ from the other buses'.
    /// </summary>
    public static void UsingKafka<TBus>(
        this IRiderRegistrationConfigurator<TBus> configurator, Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure)
        where TBus : class, IBus
    {
        configurator.TryAddScoped<IKafkaRider, Bind<TBus, ITopicProducerProvider>>(Bound<TBus>);
        Register(configurator, null, configure);
    }

    /// <summary>The same with this connection.</summary>
    public static void UsingKafka<TBus>(
        this IRiderRegistrationConfigurator<TBus> configurator,
        ClientConfig clientConfig,
        Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure)
        where TBus : class, IBus
    {
        ArgumentNullException.ThrowIfNull(clientConfig);
        configurator.TryAddScoped<IKafkaRider, Bind<TBus, ITopicProducerProvider>>(Bound<TBus>);
        Register(configurator, clientConfig, configure);
    }

    static ITopicProducerProvider Scoped(IKafkaRider rider, IServiceProvider scope) => new ScopedTopicProducerProvider((Rider)rider, scope);

    static Bind<TBus, ITopicProducerProvider> Bound<TBus>(IKafkaRider rider, IServiceProvider scope)
        where TBus : class, IBus => Bind<TBus>.Create(Scoped(rider, scope));

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
        configurator.SetRiderFactory(new RiderFactory(clientConfig, configure));
    }
}
