using KafkaRider.Tests.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KafkaRider.Tests;

public class StopTests(RealBroker real)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_holds_the_endpoint_before_the_failed_record_until_it_is_resumed(bool asks)
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic(2);
        broker.Fill(topic, 2, 3);
        broker.Produce(topic, [(0, "bad", "bad"), (0, "a", "behind")]);
        var isMended = false;
        var flaky = new Flaky(value => value == "bad" && !isMended ? int.MaxValue : 0) { Asks = asks };

        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, "group", e =>
        {
            e.OnFault(FaultAction.Stop);
            e.BatchSize = asks ? 100 : 1;
            e.CheckpointInterval = TimeSpan.FromMilliseconds(100);
            e.Process(flaky);
        }));
        await Eventually.Is(() => host.Report is { IsHalted: true } report && Of(report, 0).Committed == 3, "it stopped");
        broker.Fill(topic, 2, 3, first: 3);
        await Eventually.Is(() => Of(host.Report, 1).HighWatermark == 6, "more records");
        var health = await Health(host);

        health.Status.ShouldBe(HealthStatus.Unhealthy);
        health.Description!.ShouldContain($"stopped before {topic}[0]@3: InvalidOperationException: bad failed");
        flaky.Count("behind").ShouldBe(0);
        Of(host.Report, 1).Position.ShouldBe(3);

        isMended = true;
        host.Resume();
        await Eventually.Is(() => host.Report.Partitions.All(partition => partition.Lag == 0), "all done");

        flaky.Count("behind").ShouldBe(1);
        flaky.Attempts.GroupBy(attempt => attempt.Value).Count(value => value.Count() > 1).ShouldBe(1);
        (await Health(host)).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Skip_degrades_the_health_for_a_while()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic();
        broker.Produce(topic, [(0, "a", "bad"), (0, "a", "good")]);

        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, "group", e =>
            e.Process(new Flaky(value => value == "bad" ? 1 : 0))));
        await Eventually.Is(() => host.Report.Partitions is [{ Lag: 0 }], "all done");

        (await Health(host)).Status.ShouldBe(HealthStatus.Degraded);
        host.Report.Problem!.ShouldContain($"{topic}[0]@0 was skipped");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_most_attempts_fail_nothing_moves_and_one_success_lets_all_go_on(bool asks)
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var ladder = await Ladder.Create(broker, 2, Ladder.Milliseconds(500));
        var isDown = true;
        var flaky = new Flaky(_ => isDown ? int.MaxValue : 0) { Asks = asks };
        broker.Fill(ladder.Topic, 2, 200);

        await using var host = await ladder.Start(flaky, e =>
        {
            e.StopWhen(0.5, TimeSpan.FromSeconds(10));
            e.BatchSize = 20;
            e.FirstBackOff = TimeSpan.FromMilliseconds(50);
            e.LongestBackOff = TimeSpan.FromMilliseconds(200);
        });
        await Eventually.Is(() => host.Report.Problem?.Contains("too many attempts fail", StringComparison.Ordinal) == true, "it pauses");
        var tried = flaky.Attempts.Count;
        await Eventually.Is(() => flaky.Attempts.Count > tried + 5, "trials");
        (await Health(host)).Status.ShouldBe(HealthStatus.Degraded);
        // Copies of what failed before the pause may still be under way.
        await Eventually.Is(() => flaky.Attempts.Count > tried + 60, "more trials");
        var moved = Moved(broker, ladder);
        await Eventually.Is(() => flaky.Attempts.Count > tried + 80, "still more trials");
        Moved(broker, ladder).ShouldBe(moved);
        moved.ShouldBeLessThan(60);

        isDown = false;
        await Eventually.Is(() => ladder.IsDone(host) && host.Report.Problem is null, "all done");

        var succeeded = flaky.Attempts.Where(attempt => !attempt.Failed).Select(attempt => attempt.Value).ToList();
        succeeded.Distinct().Count().ShouldBe(succeeded.Count);
        (succeeded.Count + ladder.DeadLetters().Count).ShouldBe(400);
    }

    static int Moved(Broker broker, Ladder ladder) =>
        broker.ReadAll(FaultTopics.Retry(ladder.Group, ladder.Delays[0]), ladder.Partitions).Count + ladder.DeadLetters().Count;

    static PartitionReport Of(EndpointReport report, int number) => report.Partitions.Single(partition => partition.Partition == number);

    static async Task<HealthReportEntry> Health(RiderHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync())
            .Entries[KafkaIntegrationExtensions.HealthCheckName];
}
