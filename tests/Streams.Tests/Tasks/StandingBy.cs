using KafkaRider.Tests.Support;
using Librdkafka;

namespace Streams.Tests;

/// <summary>A standby holds what the owner of a task has committed, and takes over by reading what little is left.</summary>
public sealed class StandingBy : IDisposable
{
    readonly MockCluster cluster = MockCluster.Start();
    readonly string folder = Directory.CreateTempSubdirectory("standby-").FullName;
    readonly Lines lines = new();

    public StandingBy() => cluster.CreateTopic(CountedKeys.Topic, 1);

    [Fact]
    public async Task What_the_owner_commits_is_held_by_the_standby_and_taken_over_without_reading_it_again()
    {
        cluster.CreateTopic(CountedKeys.Changelog, 1);
        using var owner = Instance("owner", isStandby: false);
        await owner.Assign(owner.ClusterId);
        owner.Count(Keys(1_000));
        using var standby = Instance("standby");
        await Follows(standby, owner);
        owner.Count(Keys(1_500));
        owner.CountAndAbort("never");
        await Follows(standby, owner);
        owner.Lose();

        await standby.Assign(standby.ClusterId);

        standby.Hash.ShouldBe(owner.Hash);
        standby.Statistics.Restored.ShouldBe(0);
        standby.Statistics.Role.ShouldBe(TaskRole.Running);
        (standby["key 7"], standby["key 1400"], standby["never"]).ShouldBe((2, 1, 0));
        standby.Count("key 7");
        standby["key 7"].ShouldBe(3);
    }

    [Fact]
    public async Task A_partition_that_went_is_followed_from_where_its_store_is()
    {
        cluster.CreateTopic(CountedKeys.Changelog, 1);
        using var first = Instance("first");
        using var second = Instance("second");
        await first.Assign(first.ClusterId);
        first.Count(Keys(500));
        first.Revoke();
        await second.Assign(second.ClusterId);
        second.Count(Keys(100));

        await Follows(first, second);

        lines.Count(line => line.Contains("is followed from offset 501")).ShouldBe(1);
        second.Lose();
        await first.Assign(first.ClusterId);
        first.Hash.ShouldBe(second.Hash);
        first.Statistics.Restored.ShouldBe(0);
    }

    [Fact]
    public async Task A_standby_that_is_started_again_goes_on_from_its_checkpoint()
    {
        cluster.CreateTopic(CountedKeys.Changelog, 1);
        using var owner = Instance("owner", isStandby: false);
        await owner.Assign(owner.ClusterId);
        owner.Count(Keys(1_000));
        var end = await Saved();
        owner.Count(Keys(10));

        // Without following, so that what it reads is what it lacked.
        using var again = Instance("standby", isStandby: false);
        await again.Assign(again.ClusterId);

        again.Hash.ShouldBe(owner.Hash);
        again.Statistics.Restored.ShouldBe(10);
        end.ShouldBe(1_001);

        async Task<long> Saved()
        {
            using var standby = Instance("standby", checkpoints: TimeSpan.FromMilliseconds(50));
            await Follows(standby, owner);
            await Eventually.Is(() => standby.Statistics.CheckpointedAt is not null, "a checkpoint");
            return standby.Statistics.FollowedOffset!.Value;
        }
    }

    [Fact]
    public async Task A_damaged_checkpoint_of_a_standby_is_not_used()
    {
        cluster.CreateTopic(CountedKeys.Changelog, 1);
        using var owner = Instance("owner", isStandby: false);
        await owner.Assign(owner.ClusterId);
        owner.Count(Keys(1_000));
        using (var standby = Instance("standby", checkpoints: TimeSpan.FromMilliseconds(50)))
        {
            await Follows(standby, owner);
            await Eventually.Is(() => standby.Statistics.CheckpointedAt is not null, "a checkpoint");
        }
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "standby"), "checkpoint-*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            bytes[bytes.Length / 2] ^= 0x40;
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        }

        using var again = Instance("standby");
        await Follows(again, owner);

        again.Hash.ShouldBe(owner.Hash);
        lines.ShouldContain(line => line.StartsWith("Warning A checkpoint of", StringComparison.Ordinal));
        lines.Count(line => line.Contains("is followed from offset 0")).ShouldBe(2);
    }

    [Fact]
    public async Task State_of_another_cluster_is_not_followed_on()
    {
        using (var other = MockCluster.Start())
        {
            other.CreateTopic(CountedKeys.Topic, 1);
            other.CreateTopic(CountedKeys.Changelog, 1);
            using var before = new CountedKeys(other, Path.Combine(folder, "standby"));
            await before.Assign(before.ClusterId);
            before.Count("a", "b", "c");
            before.Revoke();
        }
        cluster.CreateTopic(CountedKeys.Changelog, 1);
        using var owner = Instance("owner", isStandby: false);
        await owner.Assign(owner.ClusterId);
        owner.Count(Keys(10));

        using var standby = Instance("standby");
        await Follows(standby, owner);

        standby.Hash.ShouldBe(owner.Hash);
        lines.ShouldContain(line => line.Contains("is not used: it is of cluster"));
    }

    [Fact]
    public async Task A_changelog_that_is_missing_is_told_once_and_followed_when_it_is_there()
    {
        using var standby = Instance("standby");
        await Eventually.Is(() => lines.Any(line => line.StartsWith("Warning", StringComparison.Ordinal)), "the changelog is missed");

        cluster.CreateTopic(CountedKeys.Changelog, 1);
        using var owner = Instance("owner", isStandby: false);
        await owner.Assign(owner.ClusterId);
        owner.Count("a");
        await Follows(standby, owner);

        lines.Count(line => line.Contains("is not followed")).ShouldBe(1);
        lines.Count(line => line.Contains("is followed again")).ShouldBe(1);
    }

    [Fact]
    public async Task After_an_outage_of_the_broker_it_goes_on()
    {
        cluster.CreateTopic(CountedKeys.Changelog, 1);
        using var owner = Instance("owner", isStandby: false);
        await owner.Assign(owner.ClusterId);
        owner.Count("a");
        using var standby = Instance("standby");
        await Follows(standby, owner);

        cluster.BrokerDown();
        await Eventually.Is(() => lines.Any(line => line.Contains("is not followed")), "the outage is told");
        cluster.BrokerUp();
        owner.Count("a", "b");
        await Follows(standby, owner);

        lines.Count(line => line.Contains("is not followed")).ShouldBe(1);
        lines.ShouldContain(line => line.Contains("is followed again"));
    }

    [Fact]
    public async Task What_does_not_change_for_longer_than_tombstones_are_kept_stays_trusted()
    {
        cluster.CreateTopic(CountedKeys.Changelog, 1);
        using var owner = Instance("owner", isStandby: false);
        await owner.Assign(owner.ClusterId);
        owner.Count(Keys(100));
        var time = new LaterTime();
        using var standby = Instance("standby", checkpoints: TimeSpan.FromMilliseconds(50), time: time);
        await Follows(standby, owner);

        for (var days = 0; days < 10; days += 2)
        {
            await Eventually.Is(() => standby.Statistics.CheckpointedAt > time.GetUtcNow().AddHours(-2), $"a checkpoint of day {days}");
            time.Later += TimeSpan.FromDays(2);
        }
        owner.Count("key 7");
        await Follows(standby, owner);

        lines.ShouldNotContain(line => line.StartsWith("Warning", StringComparison.Ordinal));
        lines.Count(line => line.Contains("is followed from offset 0")).ShouldBe(1);
    }

    public void Dispose()
    {
        cluster.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    CountedKeys Instance(string name, bool isStandby = true, TimeSpan? checkpoints = null, TimeProvider? time = null) => new(
        cluster, Path.Combine(folder, name), time, logger: lines,
        also: settings => settings with
        {
            Standby = isStandby,
            CheckpointInterval = checkpoints ?? settings.CheckpointInterval,
        });

    static string[] Keys(int count) => [.. Enumerable.Range(0, count).Select(number => $"key {number}")];

    /// <summary>Waits until the standby holds what the owner does.</summary>
    async Task Follows(CountedKeys standby, CountedKeys owner)
    {
        var end = owner.ChangelogEnd;
        await Eventually.Is(() => standby.TryStatistics is { Role: TaskRole.Standby } task && task.FollowedOffset == end, "it follows");
        standby.Hash.ShouldBe(owner.Hash, string.Join('\n', lines));
    }

    /// <summary>The system's time and some more.</summary>
    sealed class LaterTime : TimeProvider
    {
        public TimeSpan Later { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Later;

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Later.TotalSeconds * TimestampFrequency);
    }
}
