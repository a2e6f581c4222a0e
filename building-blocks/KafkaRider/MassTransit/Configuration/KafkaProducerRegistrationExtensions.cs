using Confluent.Kafka;
using KafkaRider;
using MassTransit.KafkaIntegration;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit;

/// <summary>Adds producers to the container, one for a topic and its types. Resolve them from a scope, after the bus was started.</summary>
public static class KafkaProducerRegistrationExtensions
{
    /// <summary>A producer with null keys.</summary>
    public static void AddProducer<T>(
        this IRiderRegistrationConfigurator configurator,
        string topicName,
        Action<IRiderRegistrationContext, IKafkaProducerConfigurator<Null, T>>? configure = null)
        where T : class => Add(configurator, topicName, null, _ => default!, configure);

    /// <summary>A producer with null keys and these settings.</summary>
    public static void AddProducer<T>(
        this IRiderRegistrationConfigurator configurator,
        string topicName,
        ProducerConfig producerConfig,
        Action<IRiderRegistrationContext, IKafkaProducerConfigurator<Null, T>>? configure = null)
        where T : class => Add(configurator, topicName, producerConfig, _ => default!, configure);

    /// <summary>A producer with keys.</summary>
    public static void AddProducer<TKey, T>(
        this IRiderRegistrationConfigurator configurator,
        string topicName,
        Action<IRiderRegistrationContext, IKafkaProducerConfigurator<TKey, T>>? configure = null)
        where T : class => Add(configurator, topicName, null, null, configure);

    /// <summary>A producer with keys and these settings.</summary>
    public static void AddProducer<TKey, T>(
        this IRiderRegistrationConfigurator configurator,
        string topicName,
        ProducerConfig producerConfig,
        Action<IRiderRegistrationContext, IKafkaProducerConfigurator<TKey, T>>? configure = null)
        where T : class => Add(configurator, topicName, producerConfig, null, configure);

    /// <summary>A producer that finds the key of each message.</summary>
    public static void AddProducer<TKey, T>(
        this IRiderRegistrationConfigurator configurator,
        string topicName,
        KafkaKeyResolver<TKey, T> keyResolver,
        Action<IRiderRegistrationContext, IKafkaProducerConfigurator<TKey, T>>? configure = null)
        where T : class => Add(configurator, topicName, null, keyResolver, configure);

    /// <summary>A producer that finds the key of each message, with these settings.</summary>
    public static void AddProducer<TKey, T>(
        this IRiderRegistrationConfigurator configurator,
        string topicName,
        ProducerConfig producerConfig,
        KafkaKeyResolver<TKey, T> keyResolver,
        Action<IRiderRegistrationContext, IKafkaProducerConfigurator<TKey, T>>? configure = null)
        where T : class => Add(configurator, topicName, producerConfig, keyResolver, configure);

    static void Add<TKey, T>(
        IRiderRegistrationConfigurator configurator,
        string topicName,
        ProducerConfig? producerConfig,
        KafkaKeyResolver<TKey, T>? keyResolver,
        Action<IRiderRegistrationContext, IKafkaProducerConfigurator<TKey, T>>? configure)
        where T : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topicName);
        var registration = new ProducerRegistration<TKey, T>(topicName, producerConfig, configure);
        configurator.Registrar.GetOrAddRegistration<IProducerRegistration>(registration.Type, _ => registration);
        configurator.TryAddScoped<IKafkaRider, ITopicProducer<TKey, T>>((rider, provider) =>
            ((Rider)rider).ScopedProducer<TKey, T>(new Uri($"{KafkaTopicAddress.TopicScheme}:{topicName}"), provider));
        if (keyResolver is null) return;
        configurator.TryAddScoped<IKafkaRider, ITopicProducer<T>>((_, provider) =>
            new KeyedTopicProducer<TKey, T>(provider.GetRequiredService<ITopicProducer<TKey, T>>(), keyResolver));
    }
}
