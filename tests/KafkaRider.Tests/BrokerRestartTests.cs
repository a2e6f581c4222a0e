using KafkaRider.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Servers;

namespace KafkaRider.Tests;

/// <summary>Has a broker of its own, because it takes it down.</summary>
[Collection("outages, one at a time: what one starts inherits the connections of another")]
public class BrokerRestartTests(RealBroker mortal) : IClassFixture<RealBroker>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_broker_restart_in_the_middle_loses_nothing_and_health_tells_the_truth(bool exactlyOnce)
    {
        var server = mortal.Server();
        using var broker = Broker.At(server.BootstrapServers);
        var topic = await broker.Topic(2);
        broker.Fill(topic, 2, 1_000);
        var recorder = new Recorder((_, _, cancelled) => new ValueTask(Task.Delay(5, cancelled)));
        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, Broker.Name("group"), e =>
        {
            e.BatchSize = 20;
            if (exactlyOnce) e.ExactlyOnce();
            e.Process(recorder);
        }));
        var health = host.Services.GetRequiredService<HealthCheckService>();
        async Task<HealthStatus> Health() => (await health.CheckHealthAsync()).Entries["kafka"].Status;
        await Eventually.Is(() => recorder.Records.Count > 200, "work has begun");
        (await Health()).ShouldBe(HealthStatus.Healthy);

        await server.Kill();
        var down = TimeProvider.System.GetTimestamp();
        while (await Health() != HealthStatus.Unhealthy)
        {
            TimeProvider.System.GetElapsedTime(down).ShouldBeLessThan(TimeSpan.FromSeconds(10));
            await Task.Delay(50);
        }

        await server.Start(CancellationToken.None);
        broker.Fill(topic, 2, 500, first: 1_000);
        await EveryRecord(server, host, recorder);
        await Eventually.Is(() => host.Report is { Problem: null, State: EndpointState.Running }, "healthy");
        await Eventually.Is(() => host.Report.Partitions.All(partition => partition.Lag == 0), "no lag");
    }

    /// <summary>
    /// Kafka 4.3 may lose the end of a transaction that it was ending when it was killed. The endpoint cannot know that end; so it names
    /// the reason, and goes on when an operator has ended what hangs.
    /// </summary>
    static async Task EveryRecord(KafkaServer server, RiderHost host, Recorder recorder)
    {
        bool HasAll() => recorder.Values.Distinct().Count() == 3_000;
        bool IsHeld() => host.Report.Problem?.Contains("(UNSTABLE_OFFSET_COMMIT)") == true;
        await Eventually.Is(() => HasAll() || (IsHeld() && server.HasLostTransactionEnds()), "every record, or the reason");
        if (HasAll()) return;
        await server.EndHangingTransactions(CancellationToken.None);
        await Eventually.Is(HasAll, "every record after the transaction was ended");
    }
}
