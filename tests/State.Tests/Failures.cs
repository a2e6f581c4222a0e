namespace State.Tests;

public class Failures
{
    [Fact]
    public async Task A_log_that_cannot_be_written_stops_the_store_until_it_is_restored()
    {
        using var folder = new TemporaryFolder();
        using var store = new FasterStore(folder.Tiny);
        Write(store, "kept", 100);
        await store.CheckpointAsync(new byte[] { 1 });
        var obstacle = Directory.CreateDirectory(Path.Combine(folder.Path, "log.1"));

        Should.Throw<StateUnreadableException>(() => Write(store, "lost", 100_000)).Message.ShouldContain("restore the store");
        Should.Throw<StateUnreadableException>(() => store.Get("key 1"));
        obstacle.Delete();

        store.Restore().ShouldBe([1]);
        Entries.Of(store).Count.ShouldBe(100);
        Write(store, "again", 10_000);
        store.Get("key 9999").ShouldBe("again");
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_published_leaves_the_one_before()
    {
        using var folder = new TemporaryFolder();
        using var store = new FasterStore(folder.Tiny);
        Write(store, "first", 100);
        await store.CheckpointAsync(new byte[] { 1 });
        var obstacle = Directory.CreateDirectory(Path.Combine(folder.Path, "checkpoint-00000000000000000002.tmp"));
        Write(store, "second", 100);

        await Should.ThrowAsync<UnauthorizedAccessException>(() => store.CheckpointAsync(new byte[] { 2 }).AsTask());
        store.Get("key 1").ShouldBe("second");
        store.Metadata.ShouldBe([1]);
        obstacle.Delete();
        await store.CheckpointAsync(new byte[] { 3 });

        store.Restore().ShouldBe([3]);
        store.Get("key 1").ShouldBe("second");
    }

    [Fact]
    public void A_store_that_is_closed_says_so()
    {
        using var folder = new TemporaryFolder();
        var store = new FasterStore(folder.Tiny);
        store.Dispose();
        store.Dispose();

        Should.Throw<ObjectDisposedException>(() => store.Get("a")).Message.ShouldContain("closed");
    }

    static void Write(FasterStore store, string value, int keys)
    {
        for (var i = 0; i < keys; i++) store.Put($"key {i}", value);
    }
}
