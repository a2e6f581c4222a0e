using KafkaRider.Tests.Support;

namespace KafkaRider.Tests;

public class ExactlyOnceTests(RealBroker real)
{
    [Fact]
    public async Task Output_equals_input_though_batches_fail_and_are_tried_again()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, target) = (await broker.Topic(3), await broker.Topic(3));
        broker.Fill(source, 3, 3_000);
        var batches = 0;
        var copier = new Copier(target, () =>
        {
            // After the output was produced: without a transaction each of these would be a duplicate.
            if (Interlocked.Increment(ref batches) % 7 == 0) throw new IOException("after producing");
        });

        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(source, Broker.Name("group"), e =>
        {
            e.BatchSize = 200;
            e.FirstBackOff = TimeSpan.FromMilliseconds(20);
            e.ExactlyOnce();
            e.Process(copier);
        }));
        await Eventually.Is(() => host.Report.Partitions is { Count: 3 } all && all.All(partition => partition.Lag == 0), "no lag");

        host.Report.ExactlyOnce.ShouldBeTrue();
        copier.Failures.ShouldBeGreaterThan(0);
        var copied = broker.ReadAll(target, 3);
        foreach (var partition in copied.GroupBy(record => record.Partition))
            partition.Select(record => record.Value).ShouldBe(Enumerable.Range(0, 3_000).Select(number => $"{partition.Key}:{number}"));
        copied.Count.ShouldBe(9_000);
    }

    [Fact]
    public async Task A_record_is_readable_soon_after_it_was_produced()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, target) = (await broker.Topic(), await broker.Topic());
        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(source, Broker.Name("group"), e =>
        {
            e.ExactlyOnce(options => options.CommitInterval = TimeSpan.FromMilliseconds(50));
            e.Process(new Copier(target, () => { }));
        }));
        broker.Fill(source, 1, 1);
        await Eventually.Is(() => host.Report.Partitions is [{ Position: > 0 }], "the first record");

        var reader = new Recorder();
        await using var reading = await RiderHost.Start(
            broker, (_, k) => k.RecordEndpoint(target, Broker.Name("group"), e => e.Process(reader)));
        await Eventually.Is(() => reader.Records.Count == 1, "the first copy");
        var started = TimeProvider.System.GetTimestamp();
        broker.Fill(source, 1, 1, first: 1);
        await Eventually.Is(() => reader.Records.Count == 2, "the second copy");

        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Two_instances_that_come_and_go_copy_every_record_once()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, target) = (await broker.Topic(4), await broker.Topic(4));
        var group = Broker.Name("group");
        broker.Fill(source, 4, 2_000);
        Task<RiderHost> Instance() => RiderHost.Start(broker, (_, k) => k.RecordEndpoint(source, group, e =>
        {
            e.BatchSize = 20;
            e.ExactlyOnce();
            e.Process(new Copier(target, () => { }, TimeSpan.FromMilliseconds(5)));
        }));

        await using var first = await Instance();
        await Eventually.Is(() => first.Report.Partitions.Any(partition => partition.Position > 100), "work has begun");
        await using (var second = await Instance())
        {
            await Eventually.Is(() => second.Report.Partitions.Any(partition => partition.Position > 200), "the second works");
            broker.Fill(source, 4, 500, first: 2_000);
        }

        await Eventually.Is(() => first.Report.Partitions is { Count: 4 } all && all.All(partition => partition.Lag == 0), "no lag");
        var copied = broker.ReadAll(target, 4);
        copied.Select(record => record.Value).Order().ShouldBe(
            Enumerable.Range(0, 4).SelectMany(partition => Enumerable.Range(0, 2_500).Select(number => $"{partition}:{number}")).Order());
        foreach (var partition in copied.GroupBy(record => record.Partition))
            partition.Select(record => int.Parse(record.Value!.Split(':')[1])).ShouldBeInOrder();
    }

    [Fact]
    public async Task On_the_embedded_broker_it_runs_at_least_once_and_says_so()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var (source, target) = (await broker.Topic(2), await broker.Topic(2));
        broker.Fill(source, 2, 200);

        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(source, "group", e =>
        {
            e.ExactlyOnce();
            e.Process(new Copier(target, () => { }));
        }));
        await Eventually.Is(() => host.Report.Partitions is { Count: 2 } all && all.All(partition => partition.Lag == 0), "no lag");

        host.Report.ExactlyOnce.ShouldBeFalse();
        broker.ReadAll(target, 2).Count.ShouldBe(400);
    }

    /// <summary>Copies every record to the same partition of another topic, then does what the test wants.</summary>
    sealed class Copier(string target, Action afterwards, TimeSpan delay = default) : IRecordProcessor
    {
        static readonly HeaderToAdd Copied = new("copied", "yes");

        public int Failures { get; private set; }

        public async ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
        {
            for (var i = 0; i < batch.Count; i++) output.Forward(batch[i], target, batch.Partition, [Copied]);
            if (delay > TimeSpan.Zero) await Task.Delay(delay, cancellationToken);
            try
            {
                afterwards();
            }
            catch (IOException)
            {
                Failures++;
                throw;
            }
        }
    }
}
