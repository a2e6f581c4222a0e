using System.Buffers.Binary;
using KafkaRider.Tests.Support;
using Librdkafka;

namespace Streams.Tests;

/// <summary>What only a real broker shows: transactions that are open or aborted, topics that are made anew, large changelogs.</summary>
public sealed class StandingByOnKafka(RealBroker broker) : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly string folder = Directory.CreateTempSubdirectory("standby-").FullName;
    readonly string application = Broker.Name("standing-by");
    readonly Lines lines = new();

    [Fact]
    public async Task Neither_an_open_nor_an_aborted_transaction_is_in_the_state_of_a_standby()
    {
        await MakeTopics();
        using var producer = Transactional();
        Write(producer, "a", 1);
        producer.CommitTransaction(Patience);
        using var standby = Instance("standby");
        await Holds(standby, "a=1");

        Write(producer, "a", 2);
        Write(producer, "b", 2, begins: false);
        producer.Flush(Patience).ShouldBeTrue();
        // A reader of all records sees them; the standby has read on to where they begin.
        await Eventually.Is(() => standby.ChangelogEnd == 4, "they are in the log");
        await Eventually.Is(() => standby.Statistics.FollowedOffset == 2, "it waits where they begin");
        standby.Counts.ShouldBe("a=1");
        producer.AbortTransaction(Patience);
        await Eventually.Is(() => standby.Statistics.FollowedOffset == 5, "it passes them");
        standby.Counts.ShouldBe("a=1");
        Write(producer, "b", 3);
        producer.CommitTransaction(Patience);

        await Holds(standby, "a=1 b=3");
        await standby.Assign(standby.ClusterId);
        standby.Counts.ShouldBe("a=1 b=3");
    }

    [Fact]
    public async Task A_changelog_that_is_made_anew_replaces_the_state()
    {
        await MakeTopics();
        using var admin = Admin.Create(Connection);
        using var standby = Instance("standby");
        using (var producer = Transactional())
        {
            foreach (var key in (string[])["a", "b", "c"])
            {
                Write(producer, key, 1);
                producer.CommitTransaction(Patience);
            }
        }
        await Holds(standby, "a=1 b=1 c=1");

        await admin.DeleteTopics([CountedKeys.ChangelogOf(application)]);
        await Gone(admin);
        await MakeTopics();
        using (var producer = Transactional())
        {
            Write(producer, "d", 9);
            producer.CommitTransaction(Patience);
        }

        await Holds(standby, "d=9");
    }

    [Fact]
    public async Task A_large_task_runs_within_seconds_where_it_was_followed()
    {
        const int keys = 300_000, late = 500;
        await MakeTopics();
        using var owner = Instance("owner", isStandby: false);
        await owner.Assign(owner.ClusterId);
        using var standby = Instance("standby");
        foreach (var chunk in Enumerable.Range(0, keys).Select(number => $"key {number}").Chunk(50_000)) owner.Count(chunk);
        await Eventually.Is(() => standby.TryStatistics is { Lag: 0 } task && task.FollowedOffset == owner.ChangelogEnd, "it follows", 120);
        owner.Count([.. Enumerable.Range(0, late).Select(number => $"key {number}")]);

        owner.Lose();
        await standby.Assign(standby.ClusterId);
        using var cold = Instance("cold", isStandby: false);
        await cold.Assign(cold.ClusterId);

        var (followed, read) = (standby.Statistics, cold.Statistics);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"followed: {followed.Restored} records in {followed.RestoreTime.TotalSeconds:F2} s; "
            + $"without: {read.Restored} in {read.RestoreTime.TotalSeconds:F2} s");
        followed.Restored.ShouldBeLessThanOrEqualTo(late);
        followed.RestoreTime.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        read.Restored.ShouldBeGreaterThan(keys);
        standby.Hash.ShouldBe(cold.Hash);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    Dictionary<string, string> Connection => new() { ["bootstrap.servers"] = broker.Server().BootstrapServers };

    async Task MakeTopics()
    {
        using var admin = Admin.Create(Connection);
        await admin.CreateTopics([new NewTopic(CountedKeys.Topic, 1, 1), new NewTopic(CountedKeys.ChangelogOf(application), 1, 1)]);
    }

    async Task Gone(Admin admin)
    {
        while (await admin.Topic(CountedKeys.ChangelogOf(application)) is not null) await Task.Delay(100);
    }

    CountedKeys Instance(string name, bool isStandby = true) => new(
        broker.Server().BootstrapServers, application, Path.Combine(folder, name), logger: lines,
        also: settings => settings with { Standby = isStandby });

    Producer Transactional()
    {
        var producer = Producer.Create(new Dictionary<string, string>(Connection) { ["transactional.id"] = application });
        producer.InitTransactions(Patience);
        return producer;
    }

    void Write(Producer producer, string key, int count, bool begins = true)
    {
        if (begins) producer.BeginTransaction();
        var value = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(value, count);
        producer.Produce(CountedKeys.ChangelogOf(application), 0, CountedKeys.StateKey(key), value).ShouldBe(ErrorCode.NoError);
    }

    async Task Holds(CountedKeys standby, string counts) =>
        await Eventually.Is(() => standby.TryStatistics is { Role: TaskRole.Standby } && standby.Counts == counts, counts, 120);
}
