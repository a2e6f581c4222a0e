using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRider.Tests.Support;
using Librdkafka;
using TopicPartition = Librdkafka.TopicPartition;

namespace KafkaRider.Tests;

/// <summary>Topics, partitions and members that come and go.</summary>
public class MembershipTests(RealBroker real)
{
    [Fact]
    public async Task A_static_member_that_comes_back_in_time_costs_the_others_no_rebalance()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var topic = await broker.Topic(2);
        var (group, stays) = (Broker.Name("static"), new Watching());
        Task<RiderHost> Member(string name, Recorder recorder) => RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, group, e =>
        {
            e.GroupInstanceId = name;
            e.Consumer("session.timeout.ms", "30000");
            e.Process(recorder);
        }));
        await using var staying = await Member("a", stays);
        await Eventually.Is(() => stays.Owned.Count == 2, "the first member owns everything");
        var leaving = await Member("b", new Recorder());
        await Eventually.Is(() => stays.Owned.Count == 1 && leaving.Report.Partitions.Count == 1, "the members share");
        var rebalances = stays.Changes;

        await leaving.DisposeAsync();
        var back = new Recorder();
        await using var returning = await Member("b", back);
        broker.Fill(topic, 2, 50);
        await Eventually.Is(() => stays.Records.Count == 50 && back.Records.Count == 50, "every record");

        stays.Changes.ShouldBe(rebalances);
    }

    [Fact]
    public async Task An_instance_that_comes_back_in_time_with_other_topics_reads_them()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        string[] topics = [await broker.Topic(1), await broker.Topic(1), await broker.Topic(1)];
        var (group, folder) = (Broker.Name("static"), Directory.CreateTempSubdirectory("identity-").FullName);
        foreach (var topic in topics) broker.Fill(topic, 1, 50);
        Task<RiderHost> Instance(IReadOnlyList<string> read, Recorder recorder) =>
            RiderHost.Start(broker, (_, k) => k.RecordEndpoint(read, group, e =>
            {
                e.ExactlyOnce(options => (options.StateFolder, options.InstanceId) = (folder, "one"));
                e.Process(recorder);
            }));

        foreach (var read in (string[][])[topics[..2], topics[1..]])
        {
            var recorder = new Recorder();
            await using var host = await Instance(read, recorder);
            await Eventually.Is(() => recorder.Records.Any(record => record.Topic == read[^1]), "a record of its last topic");
            await host.Stop();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(PartitionAssignmentStrategy.Range)]
    [InlineData(PartitionAssignmentStrategy.CooperativeSticky)]
    public async Task A_topic_that_is_made_later_and_partitions_that_are_added_are_read(PartitionAssignmentStrategy strategy)
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var topic = Broker.Name("later");
        var recorder = new Recorder();
        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, topic, e =>
        {
            e.PartitionAssignmentStrategy = strategy;
            e.Consumer("topic.metadata.refresh.interval.ms", "1000");
            e.Process(recorder);
        }));

        await broker.Topic(1, topic);
        broker.Fill(topic, 1, 50);
        await Eventually.Is(() => recorder.Records.Count == 50, "the records of the new topic");
        using (var admin = Admin.Create(broker.Settings)) await admin.CreatePartitions(topic, 3);
        broker.Fill(topic, 3, 50, first: 50);
        await Eventually.Is(() => recorder.Records.Count == 200, "the records of the new partitions");

        recorder.Values.Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public async Task Topics_are_subscribed_by_a_pattern()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var prefix = Broker.Name("pattern");
        string[] topics = [await broker.Topic(1, $"{prefix}-one"), await broker.Topic(1, $"{prefix}-two")];
        var recorder = new Recorder();
        foreach (var topic in topics) broker.Fill(topic, 1, 20);

        await using var host = await RiderHost.Start(
            broker, (_, k) => k.RecordEndpoint($"^{prefix}-.*", prefix, e => e.Process(recorder)));

        await Eventually.Is(() => recorder.Records.Count == 40, "both topics");
        recorder.Records.Select(record => record.Topic).Distinct().ShouldBe(topics, ignoreOrder: true);
    }

    /// <summary>Counts how often its partitions change.</summary>
    sealed class Watching : Recorder, IPartitionLifecycle
    {
        int changes;

        public bool KeepsPositions => false;

        public int Changes => Volatile.Read(ref changes);

        public ConcurrentDictionary<TopicPartition, bool> Owned { get; } = new();

        public ValueTask<long?> Assigned(TopicPartition partition, PartitionContext context, CancellationToken cancellationToken)
        {
            Owned[partition] = true;
            Interlocked.Increment(ref changes);
            return ValueTask.FromResult<long?>(null);
        }

        public ValueTask Revoked(TopicPartition partition, CancellationToken cancellationToken)
        {
            Owned.TryRemove(partition, out _);
            Interlocked.Increment(ref changes);
            return ValueTask.CompletedTask;
        }
    }
}
