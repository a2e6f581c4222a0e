using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KafkaRider.Compatibility;

public class HealthCheck_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_be_healthy(BrokerKind kind)
    {
        var topic = Brokers.Name("health-check");
        await using var provider = (await brokers.Services(kind, topic)).AddMassTransitTestHarness(x => x.AddRider(rider =>
            rider.UsingKafka((_, k) => k.TopicEndpoint<Null, Ignore>(topic, topic, c => c.AutoOffsetReset = AutoOffsetReset.Earliest))))
            .BuildServiceProvider();
        var health = provider.GetRequiredService<HealthCheckService>();

        (await health.CheckHealthAsync()).Status.ShouldBe(HealthStatus.Unhealthy);
        await provider.StartHarness();

        var report = await health.CheckHealthAsync();
        report.Status.ShouldBe(
            HealthStatus.Healthy, string.Join("; ", report.Entries.Select(entry => $"{entry.Key}: {entry.Value.Description}")));
    }
}
