using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace KafkaRider;

/// <summary>Adds the health check once, however many buses use Kafka.</summary>
internal sealed class RegisterKafkaHealth : IConfigureOptions<HealthCheckServiceOptions>
{
    public void Configure(HealthCheckServiceOptions options) => options.Registrations.Add(new HealthCheckRegistration(
        KafkaIntegrationExtensions.HealthCheckName,
        provider => new KafkaHealthCheck(provider.GetRequiredService<EndpointDirectory>()),
        failureStatus: null,
        tags: ["ready"]));
}
