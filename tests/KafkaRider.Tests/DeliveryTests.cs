using KafkaRider.Tests.Support;

namespace KafkaRider.Tests;

public class DeliveryTests(RealBroker real)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Every_record_arrives_once_and_in_order_of_its_partition(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var topic = await broker.Topic(3);
        broker.Fill(topic, 3, 2_000);
        var recorder = new Recorder();

        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, "group", e => e.Process(recorder)));

        await Eventually.Is(() => recorder.Records.Count >= 6_000, "6,000 records");
        foreach (var partition in recorder.Records.GroupBy(record => record.Partition))
            partition.Select(record => record.Value).ShouldBe(Enumerable.Range(0, 2_000).Select(number => $"{partition.Key}:{number}"));
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task After_a_graceful_stop_the_next_start_goes_on_without_a_gap_or_a_repeat(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var topic = await broker.Topic(2);
        var group = Broker.Name("group");
        var first = new Recorder((_, _, cancelled) => new ValueTask(Task.Delay(5, cancelled)));
        var second = new Recorder();
        broker.Fill(topic, 2, 500);

        await using (await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, group, e =>
        {
            e.BatchSize = 10;
            e.Process(first);
        })))
            await Eventually.Is(() => first.Records.Count >= 100, "some records");
        first.Records.Count.ShouldBeLessThan(1_000);
        await using (await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, group, e => e.Process(second))))
            await Eventually.Is(() => first.Records.Count + second.Records.Count >= 1_000, "the rest");

        first.Values.Concat(second.Values).Order().ShouldBe(
            Enumerable.Range(0, 2).SelectMany(partition => Enumerable.Range(0, 500).Select(number => $"{partition}:{number}")).Order());
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task A_failing_batch_is_tried_until_it_succeeds_and_others_go_on(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var topic = await broker.Topic(2);
        broker.Fill(topic, 2, 100);
        var failures = 0;
        var recorder = new Recorder((batch, _, _) => batch.Partition == 1 && Interlocked.Increment(ref failures) <= 3
            ? throw new IOException("view database is down")
            : ValueTask.CompletedTask);

        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, "group", e =>
        {
            e.FirstBackOff = TimeSpan.FromMilliseconds(300);
            e.Process(recorder);
        }));

        await Eventually.Is(() => recorder.Records.Count(record => record.Partition == 0) == 100, "the healthy partition");
        await Eventually.Is(() => host.Report.Problem?.Contains("view database is down") == true, "the problem in the status");
        host.Report.State.ShouldBe(EndpointState.Degraded);
        await Eventually.Is(() => recorder.Records.Count == 200, "the failing partition");
        recorder.Records.Where(record => record.Partition == 1).Select(record => record.Value)
            .ShouldBe(Enumerable.Range(0, 100).Select(number => $"1:{number}"));
        await Eventually.Is(() => host.Report is { Problem: null, State: EndpointState.Running }, "health again");
    }

    [Fact]
    public async Task Records_that_come_one_by_one_never_make_two_batches_of_a_partition_run_at_once()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic(2);
        var (running, overlaps) = (new int[2], 0);
        var recorder = new Recorder(async (batch, _, _) =>
        {
            if (Interlocked.Increment(ref running[batch.Partition]) > 1) Interlocked.Increment(ref overlaps);
            await Task.Yield();
            Interlocked.Decrement(ref running[batch.Partition]);
        });
        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, "group", e => e.Process(recorder)));
        await Eventually.Is(() => host.Report.Partitions.Count == 2, "the assignment");

        using (var producer = Librdkafka.Producer.Create(new Dictionary<string, string>(broker.Settings) { ["linger.ms"] = "0" }))
        {
            for (var number = 0; number < 3_000; number++)
            {
                producer.Produce(topic, number % 2, default, System.Text.Encoding.UTF8.GetBytes($"{number}"));
                if (number % 3 == 0) producer.Poll(TimeSpan.FromMilliseconds(1));
            }

            producer.Flush(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        }

        await Eventually.Is(() => recorder.Records.Count >= 3_000, "3,000 records");
        overlaps.ShouldBe(0);
        foreach (var partition in recorder.Records.GroupBy(record => record.Partition))
            partition.Select(record => record.Offset).ShouldBe(Enumerable.Range(0, 1_500).Select(offset => (long)offset));
    }
}
