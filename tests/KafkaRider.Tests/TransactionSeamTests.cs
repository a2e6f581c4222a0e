using System.Collections.Concurrent;
using KafkaRider.Tests.Support;
using Librdkafka;

namespace KafkaRider.Tests;

/// <summary>What stands on transactions: participants, timers, partitions that come and go, the identity of an instance.</summary>
public class TransactionSeamTests(RealBroker real)
{
    [Theory]
    [InlineData(BrokerKind.Real)]
    [InlineData(BrokerKind.Embedded)]
    public async Task A_participant_and_a_timer_write_into_the_transaction_and_learn_how_it_ends(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var (source, target) = (await broker.Topic(2), await broker.Topic());
        broker.Fill(source, 2, 100);
        var processor = new Participant(target) { FailsOnce = true };

        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(source, Broker.Name("group"), e =>
        {
            e.FirstBackOff = TimeSpan.FromMilliseconds(20);
            e.ExactlyOnce(options => options.CommitInterval = TimeSpan.FromMilliseconds(20));
            e.Process(processor);
        }));
        await Eventually.Is(() => host.Report.Partitions is { Count: 2 } all && all.All(partition => partition.Lag == 0), "no lag");
        var committed = processor.Commits;
        await Eventually.Is(() => processor.Commits > committed + 2, "transactions of the timer alone");

        processor.Aborts.ShouldBe(1);
        processor.LastPositions.ShouldBe([new(source, 0, 100), new(source, 1, 100)], ignoreOrder: true);
        await host.Stop();
        var values = broker.ReadAll(target, 1).ConvertAll(record => record.Value!);
        values.Count(value => value == "tick").ShouldBeGreaterThan(2);

        // The embedded broker shows what was aborted.
        if (kind == BrokerKind.Embedded) return;
        values.Count(value => value == "commit").ShouldBe(processor.Commits);
        values.Count(value => value == "record").ShouldBe(200);
    }

    /// <summary>A broker that lost the end of a transaction holds positions for ever, and looks the same.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Positions_that_an_open_transaction_holds_are_named_and_waited_for(bool exactlyOnce)
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (topic, group, patience) = (await broker.Topic(), Broker.Name("group"), TimeSpan.FromSeconds(60));
        broker.Fill(topic, 1, 100);
        using var producer = Producer.Create(new Dictionary<string, string>(broker.Settings)
        {
            ["transactional.id"] = group,
            ["transaction.timeout.ms"] = "600000",
        });
        producer.InitTransactions(patience);
        producer.BeginTransaction();
        using (var member = Consumer.Create(new Dictionary<string, string>(broker.Settings) { ["group.id"] = group }))
        using (var metadata = member.GroupMetadata())
            producer.SendOffsetsToTransaction([new TopicPartitionOffset(topic, 0, 40)], metadata, patience);
        var recorder = new Recorder();

        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, group, e =>
        {
            if (exactlyOnce) e.ExactlyOnce();
            e.Process(recorder);
        }));
        await Eventually.Is(() => host.Report.Problem?.Contains("(UNSTABLE_OFFSET_COMMIT)") == true, "the reason");
        host.Report.BrokerIsDown.ShouldBeFalse();
        recorder.Records.ShouldBeEmpty();

        producer.CommitTransaction(patience);
        await Eventually.Is(() => recorder.Records.Count == 60, "the records from the position on");
        await Eventually.Is(() => host.Report is { Problem: null, State: EndpointState.Running }, "healthy");
    }

    [Fact]
    public async Task An_instance_that_lost_its_partitions_unawares_commits_nothing_that_its_timer_wrote()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, target, group) = (await broker.Topic(), await broker.Topic(), Broker.Name("group"));
        broker.Fill(source, 1, 10);
        Task<RiderHost> Instance(IRecordProcessor processor) => RiderHost.Start(broker, (_, k) => k.RecordEndpoint(source, group, e =>
        {
            e.Consumer("session.timeout.ms", "6000");
            e.Consumer("max.poll.interval.ms", "6000");
            e.ExactlyOnce(options => options.CommitInterval = TimeSpan.FromMilliseconds(20));
            e.Process(processor);
        }));
        using var zombie = new SlowTimer(target);
        await using var first = await Instance(zombie);
        await Eventually.Is(() => first.Report.Partitions is [{ Lag: 0 }], "no lag");
        zombie.IsSlow = true;
        await Eventually.Is(() => zombie.IsHeld, "the slow tick");

        var successor = new Participant(target);
        await using var second = await Instance(successor);
        await Eventually.Is(() => successor.Commits > 0, "a transaction of the next owner");
        zombie.LetGo();
        await Eventually.Is(() => zombie.Aborts > 0, "an aborted transaction");

        await second.Stop();
        var values = broker.ReadAll(target, 1).ConvertAll(record => record.Value!);
        values.ShouldContain("tick");
        values.ShouldNotContain("late");
    }

    [Fact]
    public async Task A_processor_learns_the_life_of_its_partitions()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic();
        var processor = new Witness();

        await using (var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, "group", e => e.Process(processor))))
            await Eventually.Is(() => processor.Seen.Contains("running"), "a running partition");

        processor.Seen.ShouldBe(["assigned", "running", "revoked"]);
    }

    [Fact]
    public async Task An_instance_keeps_its_name_in_its_folder_and_the_folder_to_itself()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, group) = (await broker.Topic(), Broker.Name("group"));
        var folder = Directory.CreateTempSubdirectory("identity-").FullName;
        Task<RiderHost> Instance() => RiderHost.Start(broker, (_, k) => k.RecordEndpoint(source, group, e =>
        {
            e.FirstBackOff = TimeSpan.FromMilliseconds(50);
            e.ExactlyOnce(options => options.StateFolder = folder);
            e.Process(new Recorder());
        }));
        var first = await Instance();
        await Eventually.Is(() => first.Report.Partitions.Count == 1, "a partition");
        await first.IsStarted();
        var file = Directory.GetFiles(folder).ShouldHaveSingleItem();

        await using var second = await Instance();
        await Eventually.Is(() => second.Report.Problem is not null, "a refusal");
        second.Report.Problem!.ShouldContain(file);
        second.Report.Problem!.ShouldContain("StateFolder of its own");
        await first.DisposeAsync();
        await Eventually.Is(() => second.Report is { Problem: null, Partitions.Count: 1 }, "its turn");
        await second.IsStarted();
        await second.Stop();
        var name = await NameIn(file);
        await using var third = await Instance();
        await Eventually.Is(() => third.Report.Partitions.Count == 1, "a partition again");
        await third.IsStarted();
        await third.Stop();

        Guid.Parse(name).Version.ShouldBe(7);
        (await NameIn(file)).ShouldBe(name);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A process that another test starts holds every open file for the moment between its fork and its exec.</summary>
    static async Task<string> NameIn(string file)
    {
        string? name = null;
        await Eventually.Is(() => (name = TryRead(file)) is not null, "a file that is free");
        return name!;
    }

    static string? TryRead(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }
    }

    sealed class Witness : IRecordProcessor, IPartitionLifecycle
    {
        public ConcurrentQueue<string> Seen { get; } = new();

        public ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<long?> Assigned(TopicPartition partition, PartitionContext context, CancellationToken cancellationToken)
        {
            Seen.Enqueue("assigned");
            return ValueTask.FromResult<long?>(null);
        }

        public void Running(TopicPartition partition) => Seen.Enqueue("running");

        public ValueTask Revoked(TopicPartition partition, CancellationToken cancellationToken)
        {
            Seen.Enqueue("revoked");
            return ValueTask.CompletedTask;
        }
    }

    sealed class Participant(string target) : IRecordProcessor, ITransactionParticipant, ITimerTick
    {
        public bool FailsOnce { get; set; }

        public int Commits { get; private set; }

        public int Aborts { get; private set; }

        public IReadOnlyList<TopicPartitionOffset> LastPositions { get; private set; } = [];

        public TimeSpan TickInterval => TimeSpan.FromMilliseconds(50);

        public ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
        {
            for (var i = 0; i < batch.Count; i++) output.Produce(target, 0, default, "record"u8);
            return ValueTask.CompletedTask;
        }

        public void Tick(IRecordOutput output) => output.Produce(target, 0, default, "tick"u8);

        public void BeforeCommit(IRecordOutput output)
        {
            output.Produce(target, 0, default, "commit"u8);
            if (!FailsOnce) return;
            FailsOnce = false;
            throw new IOException("for now");
        }

        public void Committed(IReadOnlyList<TopicPartitionOffset> positions)
        {
            Commits++;
            LastPositions = [.. positions.Select(position => position with { Metadata = null })];
        }

        public void Aborted() => Aborts++;
    }

    /// <summary>One of its ticks takes so long that its consumer leaves the group meanwhile.</summary>
    sealed class SlowTimer(string target) : IRecordProcessor, ITransactionParticipant, ITimerTick, IDisposable
    {
        readonly ManualResetEventSlim gate = new();

        public bool IsSlow { get; set; }

        public bool IsHeld { get; private set; }

        public int Aborts { get; private set; }

        public TimeSpan TickInterval => TimeSpan.FromMilliseconds(50);

        public ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public void Tick(IRecordOutput output)
        {
            if (!IsSlow) return;
            (IsSlow, IsHeld) = (false, true);
            gate.Wait(TimeSpan.FromMinutes(2));
            output.Produce(target, 0, default, "late"u8);
        }

        public void LetGo() => gate.Set();

        public void BeforeCommit(IRecordOutput output)
        {
        }

        public void Committed(IReadOnlyList<TopicPartitionOffset> positions)
        {
        }

        public void Aborted() => Aborts++;

        public void Dispose() => gate.Dispose();
    }
}
