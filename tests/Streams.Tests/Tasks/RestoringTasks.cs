using System.Text;
using Librdkafka;

namespace Streams.Tests;

/// <summary>A task's state is what was committed, wherever it comes from.</summary>
public sealed class RestoringTasks : IDisposable
{
    readonly MockCluster cluster = MockCluster.Start();
    readonly string folder = Directory.CreateTempSubdirectory("tasks-").FullName;

    public RestoringTasks()
    {
        cluster.CreateTopic(CountedKeys.Topic, 1);
        cluster.CreateTopic(CountedKeys.Changelog, 1);
    }

    [Fact]
    public async Task Without_a_checkpoint_the_whole_changelog_is_read()
    {
        await Count(checkpoint: false, "a", "b", "a");
        Directory.Delete(folder, recursive: true);

        using var restarted = new CountedKeys(cluster, folder);
        await restarted.Assign();

        (restarted["a"], restarted["b"], restarted["c"]).ShouldBe((2, 1, 0));
        // Each key once, and the fingerprint.
        restarted.Statistics.Restored.ShouldBe(3);
    }

    [Fact]
    public async Task With_a_checkpoint_only_the_tail_is_read()
    {
        await Count(checkpoint: true, "a", "b", "a");
        await Count(checkpoint: false, "a");

        using var restarted = new CountedKeys(cluster, folder);
        await restarted.Assign();

        (restarted["a"], restarted["b"]).ShouldBe((3, 1));
        restarted.Statistics.Restored.ShouldBe(1);
    }

    [Fact]
    public async Task A_checkpoint_that_is_taken_late_does_not_claim_what_the_next_owner_has_written()
    {
        var time = new ManualTime();
        using (var tasks = new CountedKeys(cluster, folder, time))
        {
            await tasks.Assign();
            tasks.Count("a");
            using (var next = new CountedKeys(cluster, Path.Combine(folder, "next"), time))
            {
                await next.Assign();
                next.Count("a", "b");
            }

            // It was to leave before that, and was held up.
            time.Advance(TimeSpan.FromSeconds(5));
            tasks.Revoke();
            await tasks.Assign();
            (tasks["a"], tasks["b"]).ShouldBe((2, 1));
            tasks.Revoke();
        }

        using var restarted = new CountedKeys(cluster, folder, time);
        await restarted.Assign();
        (restarted["a"], restarted["b"]).ShouldBe((2, 1));
    }

    [Fact]
    public async Task An_aborted_transaction_leaves_nothing()
    {
        using var tasks = new CountedKeys(cluster, folder);
        await tasks.Assign();
        tasks.Count("a");

        tasks.CountAndAbort("a", "b");

        (tasks["a"], tasks["b"]).ShouldBe((1, 0));
        tasks.Count("a");
        tasks["a"].ShouldBe(2);
    }

    [Fact]
    public async Task A_partition_that_comes_back_goes_on_where_it_was()
    {
        using var tasks = new CountedKeys(cluster, folder);
        await tasks.Assign();
        tasks.Count("a");
        tasks.Revoke();
        using (var other = new CountedKeys(cluster, $"{folder}-other"))
        {
            await other.Assign();
            other.Count("a", "b");
        }

        await tasks.Assign();

        (tasks["a"], tasks["b"]).ShouldBe((2, 1));
        Directory.Delete($"{folder}-other", recursive: true);
    }

    [Fact]
    public async Task A_checkpoint_of_another_cluster_is_not_trusted()
    {
        await Count(checkpoint: true, "a");

        using var restarted = new CountedKeys(cluster, folder);
        await restarted.Assign(clusterId: "another");

        restarted["a"].ShouldBe(1);
        restarted.Statistics.Restored.ShouldBe(2);
    }

    [Fact]
    public async Task A_checkpoint_older_than_the_tombstones_of_its_changelog_is_not_trusted()
    {
        await Count(checkpoint: true, "a");

        using var restarted = new CountedKeys(cluster, folder, new Later(Contracts.Limits.TombstoneRetention + TimeSpan.FromMinutes(1)));
        await restarted.Assign();

        restarted["a"].ShouldBe(1);
        restarted.Statistics.Restored.ShouldBe(2);
    }

    [Theory]
    [InlineData("*.manifest")]
    [InlineData("*")]
    public async Task Damaged_files_give_the_same_state_from_the_changelog(string files)
    {
        await Count(checkpoint: true, "a", "b", "a");
        foreach (var file in Directory.EnumerateFiles(folder, files, SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            if (bytes.Length == 0) continue;
            bytes[bytes.Length / 2] ^= 0x40;
            await File.WriteAllBytesAsync(file, bytes);
        }

        using var restarted = new CountedKeys(cluster, folder);
        await restarted.Assign();

        (restarted["a"], restarted["b"]).ShouldBe((2, 1));
    }

    [Fact]
    public async Task State_of_another_meaning_is_refused_with_the_way_out_wherever_it_comes_from()
    {
        await Count(checkpoint: true, "a");

        foreach (var place in (string[])[folder, $"{folder}-new"])
        {
            using var changed = new CountedKeys(cluster, place, fingerprint: "2");
            var refusal = await Should.ThrowAsync<StateRefusedException>(() => changed.Assign());
            refusal.Message.ShouldContain("give the join a new id");
        }

        Directory.Delete($"{folder}-new", recursive: true);
    }

    [Fact]
    public void What_a_checkpoint_says_of_itself_stays_readable()
    {
        const string written = """
            {"format":1,"cluster":"c-1","changelog":"app-counts-changelog","partition":2,"offset":17,"time":1767225600000}
            """;
        var metadata = new CheckpointMetadata(1, "c-1", "app-counts-changelog", 2, 17, 1767225600000);

        Encoding.UTF8.GetString(metadata.Write()).ShouldBe(written);
        CheckpointMetadata.Read(Encoding.UTF8.GetBytes(written)).ShouldBe(metadata);
        CheckpointMetadata.Read("no JSON"u8).ShouldBeNull();
    }

    public void Dispose()
    {
        cluster.Dispose();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    async Task Count(bool checkpoint, params string[] keys)
    {
        using var tasks = new CountedKeys(cluster, folder);
        await tasks.Assign();
        tasks.Count(keys);
        if (checkpoint) tasks.Revoke();
    }

    sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
