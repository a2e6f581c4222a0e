using KafkaRider.Tests.Support;
using Librdkafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KafkaRider.Tests;

/// <summary>Operations at run time.</summary>
public class ControlTests(RealBroker real)
{
    const string Group = "controlled";

    [Theory]
    [InlineData(BrokerKind.Embedded, false)]
    [InlineData(BrokerKind.Real, true)]
    public async Task A_paused_endpoint_keeps_its_partitions_and_goes_on_where_it_was(BrokerKind kind, bool exactlyOnce)
    {
        using var broker = Broker.Of(kind, real);
        var topic = await broker.Topic(2);
        var recorder = new Recorder();
        await using var host = await Start(broker, topic, recorder, exactlyOnce);
        broker.Fill(topic, 2, 10);
        await Eventually.Is(() => recorder.Records.Count == 20, "the first records");

        Control(host).Pause(host.Report.Name);
        await Eventually.Is(() => host.Report.Partitions.All(partition => partition.HeldBecause == "paused on request"), "the pause");
        broker.Fill(topic, 2, 10, first: 10);
        await Eventually.Is(() => host.Report.Partitions.Sum(partition => partition.InFlight) == 20, "records wait");
        host.Report.State.ShouldBe(EndpointState.Paused);
        (await Health(host)).ShouldBe(HealthStatus.Degraded);
        recorder.Records.Count.ShouldBe(20);

        Control(host).Resume(host.Report.Name, new TopicPartition(topic, 0));
        Control(host).Resume(host.Report.Name);
        await Eventually.Is(() => recorder.Records.Count == 40, "all records");

        recorder.Values.Distinct().Count().ShouldBe(40);
        host.Report.State.ShouldBe(EndpointState.Running);
        (await Health(host)).ShouldBe(HealthStatus.Healthy);
        await Eventually.Is(() => host.Report.Partitions.All(partition => partition is { InFlight: 0, Lag: 0 }), "no lag");
        host.Report.Partitions.ShouldAllBe(partition => partition.LagTime == TimeSpan.Zero);
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task A_paused_partition_holds_up_no_other_and_tells_its_lag(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var topic = await broker.Topic(2);
        var recorder = new Recorder();
        await using var host = await Start(broker, topic, recorder);
        Control(host).Pause(host.Report.Name, new TopicPartition(topic, 1));

        broker.Fill(topic, 2, 50);
        await Eventually.Is(() => recorder.Records.Count == 50, "the other partition");
        await Eventually.Is(() => host.Report.Partitions.Any(partition => partition is { Lag: 50, LagTime.Ticks: > 0 }), "the lag");

        recorder.Records.ShouldAllBe(record => record.Partition == 0);
        host.Report.State.ShouldBe(EndpointState.Running);
        Control(host).Resume(host.Report.Name, new TopicPartition(topic, 1));
        await Eventually.Is(() => recorder.Records.Count == 100, "all records");
    }

    [Theory]
    [InlineData(BrokerKind.Embedded, false)]
    [InlineData(BrokerKind.Real, false)]
    [InlineData(BrokerKind.Real, true)]
    public async Task A_partition_moves_to_an_offset_and_to_a_time_and_the_group_with_it(BrokerKind kind, bool exactlyOnce)
    {
        using var broker = Broker.Of(kind, real);
        var topic = await broker.Topic(2);
        var recorder = new Recorder();
        broker.Fill(topic, 2, 100);
        var before = TimeProvider.System.GetUtcNow();
        await using var host = await Start(broker, topic, recorder, exactlyOnce);
        await Eventually.Is(() => recorder.Records.Count == 200, "all records");

        await Control(host).Seek(host.Report.Name, new TopicPartitionOffset(topic, 1, 90));
        await Eventually.Is(() => recorder.Records.Count == 210, "those behind the offset");
        recorder.Values.TakeLast(10).ShouldBe(Enumerable.Range(90, 10).Select(number => $"1:{number}"));

        // The embedded broker knows no times: everything is before them.
        if (kind == BrokerKind.Embedded) return;
        var ends = await Control(host).Seek(host.Report.Name, before.AddHours(1));
        ends.OrderBy(position => position.Partition).ShouldBe([new(topic, 0, 100), new(topic, 1, 100)]);
        await Control(host).Seek(host.Report.Name, before.AddHours(-1), new TopicPartition(topic, 0));
        await Eventually.Is(() => recorder.Records.Count == 310, "a partition from the start");

        recorder.Records.TakeLast(100).ShouldAllBe(record => record.Partition == 0);
        await host.Stop();
        await broker.IsCommitted(Group, topic, 100, 100);
    }

    [Fact]
    public async Task What_cannot_be_done_says_why()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic();
        broker.Fill(topic, 1, 10);
        await using var host = await Start(broker, topic, new Recorder());
        await using var keeping = await Start(broker, topic, new KeepsPositions(), group: "keeping");
        await Eventually.Is(() => host.Report.Partitions.Count == 1 && keeping.Report.Partitions.Count == 1, "the partition");
        var control = Control(host);
        var name = host.Report.Name;

        Should.Throw<KeyNotFoundException>(() => control.Pause("nothing/nobody")).Message.ShouldContain(name);
        (await Should.ThrowAsync<ArgumentOutOfRangeException>(() => control.Seek(name, new TopicPartitionOffset(topic, 0, 11))))
            .Message.ShouldContain("0 to 10");
        (await Should.ThrowAsync<KafkaException>(() => control.Seek(name, new TopicPartitionOffset(topic, 7, 0))))
            .Code.ShouldBe(ErrorCode.UnknownPartition);
        (await Should.ThrowAsync<InvalidOperationException>(
            () => Control(keeping).Seek(keeping.Report.Name, new TopicPartitionOffset(topic, 0, 0)))).Message.ShouldContain("itself");
        await control.Stop(name);
        (await Should.ThrowAsync<InvalidOperationException>(() => control.Seek(name, new TopicPartitionOffset(topic, 0, 0))))
            .Message.ShouldContain("not running");
    }

    [Theory]
    [InlineData(BrokerKind.Embedded, false)]
    [InlineData(BrokerKind.Real, true)]
    public async Task A_stopped_endpoint_has_committed_and_starts_again_without_a_gap_or_a_repeat(BrokerKind kind, bool exactlyOnce)
    {
        using var broker = Broker.Of(kind, real);
        var topic = await broker.Topic();
        var recorder = new Recorder();
        await using var host = await Start(broker, topic, recorder, exactlyOnce);
        broker.Fill(topic, 1, 10);
        await Eventually.Is(() => recorder.Records.Count == 10, "the first records");

        await Control(host).Stop(host.Report.Name);
        await Control(host).Stop(host.Report.Name);
        await broker.IsCommitted(Group, topic, 10);
        host.Report.ShouldSatisfyAllConditions(
            report => report.State.ShouldBe(EndpointState.Stopped), report => report.Problem.ShouldBe("stopped on request"));
        (await Health(host)).ShouldBe(HealthStatus.Degraded);
        broker.Fill(topic, 1, 10, first: 10);

        await Control(host).Start(host.Report.Name);
        await Control(host).Start(host.Report.Name);
        await Eventually.Is(() => recorder.Records.Count == 20, "the other records");

        recorder.Values.ShouldBe(Enumerable.Range(0, 20).Select(number => $"0:{number}"));
        (await Health(host)).ShouldBe(HealthStatus.Healthy);
    }

    static Task<RiderHost> Start(Broker broker, string topic, IRecordProcessor processor, bool exactlyOnce = false, string group = Group) =>
        RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, group, e =>
        {
            if (exactlyOnce) e.ExactlyOnce();
            e.Process(processor);
        }));

    static IEndpointControl Control(RiderHost host) => host.Services.GetRequiredService<IEndpointControl>();

    static async Task<HealthStatus> Health(RiderHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["kafka"].Status;

    sealed class KeepsPositions : Recorder, IPartitionLifecycle
    {
        public ValueTask<long?> Assigned(TopicPartition partition, PartitionContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult<long?>(0);

        public ValueTask Revoked(TopicPartition partition, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
