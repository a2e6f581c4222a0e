using System.Text;
using KafkaRider;
using Librdkafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Streams.Tests;

/// <summary>What stages send to tasks of the same instance is processed within the transaction; the rest goes through the topic.</summary>
public sealed class HandOvers : IDisposable
{
    const string Topic = "hops";
    const int Partitions = 4;

    readonly MockCluster cluster = MockCluster.Start();
    readonly string folder = Directory.CreateTempSubdirectory("hand-overs-").FullName;
    readonly SentRecords sent = new();
    readonly Dictionary<int, Hopping> stages = [];
    readonly List<TaskHost> hosts = [];

    public void Dispose()
    {
        foreach (var host in hosts) host.Dispose();
        cluster.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Records_for_tasks_that_are_here_are_delivered_with_all_that_follows_from_them()
    {
        var host = await Host(here: [0, 1, 2, 3]);

        Send(host, "a", hops: 5);

        sent.Sent.ShouldBeEmpty();
        Seen().ShouldBe(["a5", "a54", "a543", "a5432", "a54321", "a543210"], ignoreOrder: true);
        host.Statistics.Sum(task => task.HandedOver).ShouldBe(6);
    }

    [Fact]
    public async Task Records_for_tasks_that_are_elsewhere_are_produced()
    {
        var host = await Host(here: [0, 1]);

        for (var number = 0; number < 20; number++) Send(host, $"{number}-", hops: 0);

        Seen().Count.ShouldBeInRange(1, 19);
        (Seen().Count + sent.Sent.Count).ShouldBe(20);
        sent.Sent.ShouldAllBe(record => record.Topic == Topic && record.Partition == -1);
        sent.Sent.ShouldAllBe(record => Murmur2.Partition(Encoding.UTF8.GetBytes(record.Key), Partitions) > 1);
    }

    [Fact]
    public async Task A_task_that_goes_gets_its_records_through_the_topic()
    {
        var host = await Host(here: [0, 1, 2, 3]);
        for (var partition = 0; partition < Partitions; partition++) host.Stopped(new TopicPartition(Topic, partition));

        Send(host, "a", hops: 0);

        sent.Sent.Count.ShouldBe(1);
        Seen().ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_an_aborted_transaction_nothing_is_delivered()
    {
        var host = await Host(here: [0, 1, 2, 3]);
        host.Over(sent).Produce(Topic, -1, "a"u8, [1]);
        host.Aborted();

        host.Deliver();

        Seen().ShouldBeEmpty();
        sent.Sent.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, false, true)]
    [InlineData(false, true, false)]
    public async Task Records_go_through_the_topic(bool isOrderFree, bool isTransactional, bool handsOver)
    {
        var host = await Host([0, 1, 2, 3], !isOrderFree, isTransactional, handsOver, copies: isOrderFree);

        Send(host, "a", hops: 0);

        sent.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_says_more_than_a_key_and_a_value_is_produced_as_it_is()
    {
        var host = await Host(here: [0, 1, 2, 3]);
        var output = host.Over(sent);

        output.Produce(Topic, -1, default, [1]);
        output.Produce(Topic, -1, "a"u8, default);
        output.Produce(Topic, 0, "a"u8, [1]);
        output.Produce(Topic, -1, "a"u8, [1], [new HeaderToAdd("name", "value")]);
        output.Produce("other", -1, "a"u8, [1]);
        host.Deliver();

        sent.Sent.Count.ShouldBe(5);
        Seen().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_record_that_its_stage_does_not_read_fails_the_transaction()
    {
        var host = await Host(here: [0, 1, 2, 3]);
        host.Over(sent).Produce(Topic, -1, "a"u8, [byte.MaxValue]);

        Should.Throw<UnreadableSideException>(host.Deliver);
    }

    List<string> Seen() => [.. stages.Values.SelectMany(stage => stage.Seen)];

    void Send(TaskHost host, string key, byte hops)
    {
        host.Over(sent).Produce(Topic, -1, Encoding.UTF8.GetBytes($"{key}{hops}"), [hops]);
        host.Deliver();
    }

    async Task<TaskHost> Host(
        int[] here, bool isOrderFree = true, bool isTransactional = true, bool handsOver = true, bool copies = false)
    {
        var settings = new TaskSettings
        {
            Application = "app",
            Folder = folder,
            Connection = new Dictionary<string, string> { ["bootstrap.servers"] = cluster.BootstrapServers },
            HandsOver = handsOver,
            Copies = copies ? new CopySettings { Location = $"file://{folder}/copies" } : null,
        };
        cluster.CreateTopic(Topic, Partitions);
        cluster.CreateTopic("app-hops-changelog", Partitions);
        var definition = new TaskDefinition(Topic, "hops", "1", (_, partition) => stages[partition] = new Hopping())
        {
            IsOrderFree = isOrderFree,
        };
        var host = new TaskHost(settings, [definition], TimeProvider.System, NullLogger.Instance);
        hosts.Add(host);
        foreach (var partition in here.Select(number => new TopicPartition(Topic, number)))
        {
            var context = new PartitionContext("this", "app", 0, 0) { IsTransactional = isTransactional };
            await host.Assigned(partition, context, TestContext.Current.CancellationToken);
            host.Running(partition);
        }
        return host;
    }

    /// <summary>Sends each record on, under another key, as often as it says.</summary>
    sealed class Hopping : ITaskStage
    {
        public List<string> Seen { get; } = [];

        public bool TryProcess(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, IRecordOutput output)
        {
            if (value[0] == byte.MaxValue) return false;
            if (value[0] > 0)
            {
                byte[] hops = [(byte)(value[0] - 1)];
                output.Produce(Topic, -1, Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(key)}{hops[0]}"), hops);
            }
            // After it sent: what it is sent meanwhile must not reach it.
            Seen.Add(Encoding.UTF8.GetString(key));
            return true;
        }

        public bool Tick(DateTimeOffset now, IRecordOutput output) => true;
    }
}
