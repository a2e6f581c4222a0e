using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KafkaRider;

/// <summary>Registers the status and the control of endpoints.</summary>
public static class KafkaRiderStatusExtensions
{
    /// <summary>Registers <see cref="IEndpointStatus"/> and <see cref="IEndpointControl"/>; <c>UsingKafka</c> does it too.</summary>
    public static IServiceCollection AddKafkaRiderStatus(this IServiceCollection services)
    {
        services.TryAddSingleton<EndpointDirectory>();
        services.TryAddSingleton<IEndpointStatus>(provider => provider.GetRequiredService<EndpointDirectory>());
        services.TryAddSingleton<IEndpointControl>(provider => provider.GetRequiredService<EndpointDirectory>());
        return services;
    }
}
