using Librdkafka;

namespace Streams.Tests;

/// <summary>Copies of a task's checkpoints: they never hold it up, and an instance without state of its own begins with them.</summary>
[Collection(nameof(RealStorage))]
public sealed class CopyingTasks : IDisposable
{
    const string Prefix = "app/counts/0";

    readonly RealStorage real;
    readonly MockCluster cluster = MockCluster.Start();
    readonly string folder = Directory.CreateTempSubdirectory("tasks-").FullName;
    readonly Lines lines = new();

    public CopyingTasks(RealStorage real)
    {
        this.real = real;
        cluster.CreateTopic(CountedKeys.Topic, 1);
        cluster.CreateTopic(CountedKeys.Changelog, 1);
    }

    public static TheoryData<PlaceKind> Places => [PlaceKind.Folder, PlaceKind.S3];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task An_instance_without_state_begins_with_the_newest_copy(PlaceKind kind)
    {
        using var place = await CopyPlace.Of(kind, real);
        using (var tasks = Open(place))
        {
            await tasks.Assign();
            tasks.Count("a", "b", "a");
            await Copied(tasks);
            tasks.Count("c");
        }
        Directory.Delete(folder, recursive: true);

        using var restarted = Open(place);
        await restarted.Assign();

        (restarted["a"], restarted["b"], restarted["c"]).ShouldBe((2, 1, 1));
        restarted.Statistics.Restored.ShouldBe(1);
        restarted.Statistics.CopyFailures.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_checkpoint_of_its_own_comes_before_any_copy(PlaceKind kind)
    {
        using var place = await CopyPlace.Of(kind, real);
        using (var tasks = Open(place))
        {
            await tasks.Assign();
            tasks.Count("a");
            await Copied(tasks);
        }

        using var restarted = Open(place);
        await restarted.Assign();

        restarted["a"].ShouldBe(1);
        lines.ShouldNotContain(line => line.Contains("comes from copy"));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_damaged_or_missing_blob_gives_the_older_copy_and_then_the_changelog(PlaceKind kind)
    {
        using var place = await CopyPlace.Of(kind, real);
        List<string> first;
        using (var tasks = Open(place))
        {
            await tasks.Assign();
            tasks.Count("a", "b", "a");
            await Copied(tasks);
            first = await place.Names($"blobs/{Prefix}/");
            tasks.Count("b");
            await Copied(tasks);
        }
        var second = (await place.Names($"blobs/{Prefix}/")).Except(first).ToList();
        second.Count.ShouldBeGreaterThan(1);

        await place.Damage(second[0]);
        await Restarts(place, restored: 1, "cut or changed");
        foreach (var blob in second) await place.Storage.Delete(blob, CancellationToken.None);
        await Restarts(place, restored: 1, "is missing");
        foreach (var copy in await place.Names($"copies/{Prefix}/")) await place.Damage(copy);
        await Restarts(place, restored: 4, "description is missing, cut or changed");
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_copy_of_another_cluster_or_too_old_a_one_is_not_trusted(PlaceKind kind)
    {
        using var place = await CopyPlace.Of(kind, real);
        using (var tasks = Open(place))
        {
            await tasks.Assign(clusterId: "another");
            tasks.Count("a");
            await Copied(tasks, clusterId: "another");
        }
        await Restarts(place, restored: 2, "it is of cluster another");

        using (var tasks = Open(place, new Later(-Contracts.Limits.TombstoneRetention - TimeSpan.FromHours(1))))
        {
            await tasks.Assign();
            tasks.Count("a");
            await Copied(tasks);
        }
        await place.Storage.Delete((await place.Names($"copies/{Prefix}/"))[^1], CancellationToken.None);
        await Restarts(place, restored: 3, "tombstones");
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_savepoint_is_taken_of_an_idle_task_too_and_outlives_every_copy(PlaceKind kind)
    {
        using var place = await CopyPlace.Of(kind, real);
        SavedTask saved;
        using (var tasks = Open(place, new Later(-TimeSpan.FromDays(100))))
        {
            await tasks.Assign();
            tasks.Count("a", "b");
            await Copied(tasks);
            saved = await tasks.Save();
        }
        (saved.Problem, saved.Store, saved.Partition, saved.Input, saved.Next).ShouldBe((null, "counts", 0, "input", 2));
        saved.Entries.ShouldBe(3);

        using var later = Open(place);
        await later.Assign();
        later.Count("c");
        await Copied(later);

        await Eventually(() => lines.Any(line => line.Contains("Deleted 1 old copies")));
        var copies = await place.Names($"copies/{Prefix}/");
        copies.Count.ShouldBe(2);
        copies[0].ShouldContain("-savepoint-");
    }

    [Fact]
    public async Task Wrong_credentials_are_said_without_the_secret_and_processing_goes_on()
    {
        using var place = await CopyPlace.Of(PlaceKind.S3, real);
        const string name = "AWS_SECRET_ACCESS_KEY";
        var right = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, "hunter2");
        using var tasks = Open(place);
        Environment.SetEnvironmentVariable(name, right);

        await tasks.Assign();
        tasks.Count("a");
        tasks.Revoke();
        await tasks.Assign();
        tasks.Count("a");

        tasks["a"].ShouldBe(2);
        await Eventually(() => tasks.Statistics.CopyFailures > 0);
        lines.ShouldContain(line => line.Contains("could not be copied") && line.Contains("check AWS_ACCESS_KEY_ID"));
        lines.ShouldContain(line => line.Contains("cannot be read") && line.Contains("its state is read from the changelog"));
        lines.ShouldNotContain(line => line.Contains("hunter2"));
        tasks.Statistics.CopiedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_place_that_comes_back_gets_copies_again()
    {
        using var place = await CopyPlace.Of(PlaceKind.Folder, real);
        var path = new Uri(place.Location).LocalPath;
        Directory.Delete(path);
        File.WriteAllText(path, "no folder");
        using var tasks = Open(place);
        await tasks.Assign();
        tasks.Count("a");
        tasks.Revoke();
        await tasks.Assign();
        await Eventually(() => tasks.Statistics.CopyFailures > 0);

        File.Delete(path);
        Directory.CreateDirectory(path);
        (await tasks.Save()).Problem.ShouldBeNull();

        lines.ShouldContain(line => line.Contains("are copied again"));
    }

    [Fact]
    public async Task Without_a_place_there_are_no_savepoints()
    {
        using var tasks = new CountedKeys(cluster, folder);
        await tasks.Assign();

        (await Should.ThrowAsync<InvalidOperationException>(tasks.Save)).Message.ShouldContain("copied nowhere");
    }

    [Fact]
    public async Task A_savepoint_of_a_task_that_goes_away_says_so()
    {
        using var place = await CopyPlace.Of(PlaceKind.Folder, real);
        using var tasks = Open(place);
        await tasks.Assign();

        var saved = await tasks.SaveWhileRevoked();

        saved.Problem.ShouldNotBeNull().ShouldContain("ask again");
    }

    [Fact]
    public async Task A_standby_begins_with_the_newest_copy_and_makes_none()
    {
        using var place = await CopyPlace.Of(PlaceKind.Folder, real);
        string hash;
        using (var owner = Open(place))
        {
            await owner.Assign(owner.ClusterId);
            owner.Count("a", "b", "a");
            await Copied(owner, owner.ClusterId);
            owner.Count("c");
            hash = owner.Hash;
        }
        Directory.Delete(folder, recursive: true);
        var copies = await place.Names("");

        using var standby = new CountedKeys(cluster, folder, logger: lines, also: settings => settings with
        {
            Copies = new CopySettings { Location = place.Location, Interval = TimeSpan.FromMilliseconds(1) },
            Standby = true,
            CheckpointInterval = TimeSpan.FromMilliseconds(20),
        });
        await Eventually(() => standby.TryStatistics is { FollowedOffset: 4 } task && task.CheckpointedAt is not null);

        standby.Hash.ShouldBe(hash);
        lines.ShouldContain(line => line.Contains("comes from copy"));
        lines.ShouldContain(line => line.Contains("is followed from offset 3"));
        standby.Statistics.CopiedAt.ShouldBeNull();
        (await place.Names("")).ShouldBe(copies);
    }

    public void Dispose()
    {
        cluster.Dispose();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    CountedKeys Open(CopyPlace place, TimeProvider? time = null) => new(
        cluster, folder, time, logger: lines,
        also: settings => settings with
        {
            Copies = new CopySettings { Location = place.Location, Interval = TimeSpan.FromMilliseconds(1) },
        });

    /// <summary>Takes a checkpoint, and waits until it is copied.</summary>
    async Task Copied(CountedKeys tasks, string clusterId = "this")
    {
        tasks.Revoke();
        await tasks.Assign(clusterId);
        var taken = tasks.Statistics.CheckpointedAt!.Value.ToUnixTimeMilliseconds();
        await Eventually(() => tasks.Statistics.CopiedAt?.ToUnixTimeMilliseconds() == taken);
    }

    async Task Restarts(CopyPlace place, long restored, string warning)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        using var restarted = Open(place);
        await restarted.Assign();
        restarted["a"].ShouldBeGreaterThan(0);
        restarted.Statistics.Restored.ShouldBe(restored);
        lines.ShouldContain(line => line.StartsWith("Warning") && line.Contains(warning));
    }

    async Task Eventually(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            patience.IsCancellationRequested.ShouldBeFalse(string.Join('\n', lines));
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
        }
    }

    sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
