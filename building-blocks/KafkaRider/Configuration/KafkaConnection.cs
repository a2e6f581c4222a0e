using System.Collections.Frozen;
using Librdkafka;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KafkaRider;

/// <summary>The librdkafka settings that reach the cluster, shared by every client of the process.</summary>
/// <param name="settings">By librdkafka's names.</param>
public sealed class KafkaConnection(IReadOnlyDictionary<string, string> settings)
{
    /// <summary>By librdkafka's names. May hold secrets: never log the values.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; } = settings.ToFrozenDictionary();
}

/// <summary>Registers the connection from the application's configuration.</summary>
public static class KafkaConnectionExtensions
{
    /// <summary>
    /// Reads the connection (<see cref="ConnectionSettings"/>: <c>Kafka:BootstrapServers</c>, <c>KAFKA_API_KEY</c>,
    /// <c>Kafka:Client:&lt;librdkafka key&gt;</c>) and registers it for <c>UsingKafka</c>.
    /// </summary>
    /// <param name="services">Services.</param>
    /// <param name="configuration">The application's configuration.</param>
    /// <param name="problems">Takes every mistake, to be reported with others; without it the first call that finds mistakes
    /// throws.</param>
    /// <exception cref="ConfigurationException">Mistakes, all at once, when <paramref name="problems"/> is null.</exception>
    public static IServiceCollection AddKafkaConnection(
        this IServiceCollection services, IConfiguration configuration, IList<string>? problems = null)
    {
        var found = problems ?? [];
        var settings = ConnectionSettings.Read(configuration, found);
        if (problems is null && found.Count > 0) throw new ConfigurationException(string.Join(Environment.NewLine, found));
        services.TryAddSingleton(new KafkaConnection(settings));
        return services;
    }
}
