using KafkaRider.Tests.Support;
using Librdkafka;

namespace Streams.Tests;

/// <summary>Two instances that follow each other's task, which goes from one to the other, or back before it is there.</summary>
public sealed class StandingByAtRandom : IDisposable
{
    const int Rounds = 40;

    readonly MockCluster cluster = MockCluster.Start();
    readonly string folder = Directory.CreateTempSubdirectory("standby-").FullName;
    readonly Dictionary<string, int> expected = [];

    public StandingByAtRandom()
    {
        cluster.CreateTopic(CountedKeys.Topic, 1);
        cluster.CreateTopic(CountedKeys.Changelog, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whoever_gets_the_task_has_all_that_was_committed_and_nothing_else(int seed)
    {
        var random = new Random(seed);
        using var one = Instance("one", random);
        using var two = Instance("two", random);
        using var reference = new CountedKeys(cluster, Path.Combine(folder, "reference"));
        var (owner, other) = (one, two);
        await owner.Assign(owner.ClusterId);

        for (var round = 0; round < Rounds; round++)
        {
            for (var transactions = random.Next(4); transactions > 0; transactions--) Commit(owner, random);
            if (random.Next(3) == 0) owner.CountAndAbort("aborted");
            if (random.Next(2) == 0) owner.Revoke();
            else owner.Lose();
            if (random.Next(2) == 0) (owner, other) = (other, owner);
            await Assign(owner, random);
            foreach (var (key, count) in expected) owner[key].ShouldBe(count, $"{key} in round {round}");
            owner["aborted"].ShouldBe(0);
        }

        await reference.Assign(reference.ClusterId);
        owner.Hash.ShouldBe(reference.Hash);
        await Eventually.Is(() => other.TryStatistics is { Role: TaskRole.Standby, Lag: 0 } standby
            && standby.FollowedOffset == owner.ChangelogEnd, "the other one follows");
        other.Hash.ShouldBe(reference.Hash);
    }

    public void Dispose()
    {
        cluster.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    CountedKeys Instance(string name, Random random) => new(
        cluster, Path.Combine(folder, name),
        also: settings => settings with { Standby = true, CheckpointInterval = TimeSpan.FromMilliseconds(random.Next(20, 200)) });

    void Commit(CountedKeys owner, Random random)
    {
        string[] keys = [.. Enumerable.Range(0, random.Next(1, 400)).Select(_ => $"key {random.Next(300)}")];
        foreach (var key in keys) expected[key] = expected.GetValueOrDefault(key) + 1;
        owner.Count(keys);
    }

    /// <summary>Gives it, and sometimes takes it away before it is there, and gives it again.</summary>
    static async Task Assign(CountedKeys owner, Random random)
    {
        var cluster = owner.ClusterId;
        for (var times = random.Next(3); times > 0; times--)
        {
            var restoring = owner.Restore(cluster);
            if (random.Next(2) == 0) await Task.WhenAny(restoring, Task.Delay(random.Next(30)));
            owner.Lose();
            if (random.Next(2) == 0) await restoring.ContinueWith(_ => { }, TaskScheduler.Default);
        }
        await owner.Assign(cluster);
    }
}
