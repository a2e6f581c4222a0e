namespace State.Tests;

/// <summary>A copy is a checkpoint elsewhere: whole, or not there.</summary>
public sealed class Copies : IDisposable
{
    readonly Copying copying = new();

    [Fact]
    public async Task A_copy_holds_what_the_checkpoint_held()
    {
        copying.Write(0, 1_000);
        var first = await copying.Copy();
        var before = Entries.Of(copying.Store);
        copying.Write(500, 3_000, "changed");
        for (var number = 0; number < 400; number++) copying.Store.Remove($"key {number}");
        var second = await copying.Copy();
        var after = Entries.Of(copying.Store);
        copying.Write(0, 100, "later");

        (await copying.Read(first)).ShouldBe(before);
        (await copying.Read(second)).ShouldBe(after);
        (await copying.Copies.List(CancellationToken.None)).ShouldBe([second, first]);
    }

    [Fact]
    public async Task An_empty_store_can_be_copied()
    {
        var copy = await copying.Copy();

        (await copying.Read(copy)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_later_copy_sends_only_the_tail(bool isRestarted)
    {
        copying.Write(0, 10_000);
        await copying.Copy();
        var whole = copying.Upload.BytesSent;
        if (isRestarted) copying.Upload = new CheckpointUpload(copying.Storage, Copying.Prefix);
        var before = copying.Upload.BytesSent;

        copying.Write(10_000, 10_010);
        var second = await copying.Copy();

        whole.ShouldBeGreaterThan(5_000_000);
        (copying.Upload.BytesSent - before).ShouldBeLessThan(whole / 20);
        (await copying.Read(second)).ShouldBe(Entries.Of(copying.Store));
    }

    [Fact]
    public async Task A_crash_in_the_middle_leaves_the_copies_before_and_no_half_one()
    {
        copying.Write(0, 2_000);
        var first = await copying.Copy();
        var before = Entries.Of(copying.Store);
        copying.Write(0, 2_000, "changed");
        var writes = 0;
        copying.Storage.Putting = _ =>
        {
            if (Interlocked.Increment(ref writes) > 10) throw new IOException("the storage is gone");
        };

        await Should.ThrowAsync<IOException>(() => copying.Copy());

        (await copying.Copies.List(CancellationToken.None)).ShouldBe([first]);
        (await copying.Read(first)).ShouldBe(before);
        copying.Storage.Putting = null;
        copying.Upload = new CheckpointUpload(copying.Storage, Copying.Prefix);
        var second = await copying.Copy();
        (await copying.Read(second)).ShouldBe(Entries.Of(copying.Store));
    }

    [Fact]
    public async Task What_was_sent_before_a_failure_is_not_sent_again()
    {
        copying.Write(0, 10_000);
        copying.Storage.Putting = name =>
        {
            if (name.StartsWith("copies/")) throw new IOException("the storage is gone");
        };
        await Should.ThrowAsync<IOException>(() => copying.Copy());
        copying.Storage.Putting = null;
        var before = copying.Upload.BytesSent;

        await copying.Copy();

        (copying.Upload.BytesSent - before).ShouldBeLessThan(before / 20);
    }

    [Fact]
    public async Task A_checkpoint_that_newer_ones_replace_meanwhile_ends_its_copy_and_the_next_one_is_whole()
    {
        copying.Write(0, 2_000);
        var replaced = await copying.Checkpoint();
        copying.Storage.BeforeFirst(() =>
        {
            foreach (var log in Directory.GetFiles(copying.Folder, "log.*")) File.Move(log, $"{log}.away");
        });

        var ended = await Should.ThrowAsync<CopyBrokenException>(
            () => copying.Upload.Copy(replaced, DateTimeOffset.UnixEpoch, false, CancellationToken.None));

        ended.Message.ShouldContain("went away");
        foreach (var log in Directory.GetFiles(copying.Folder, "log.*.away")) File.Move(log, log[..^".away".Length]);
        var next = await copying.Copy();
        (await copying.Read(next)).ShouldBe(Entries.Of(copying.Store));
        (await copying.Copies.List(CancellationToken.None)).ShouldBe([next]);
    }

    [Fact]
    public async Task Files_beside_the_log_may_go_while_they_are_copied()
    {
        copying.Write(0, 2_000);
        var checkpoint = await copying.Checkpoint();
        copying.Storage.BeforeFirst(() => Directory.Delete(Path.Combine(copying.Folder, "faster"), recursive: true));

        var copy = await copying.Upload.Copy(checkpoint, DateTimeOffset.UnixEpoch, false, CancellationToken.None);

        (await copying.Read(copy)).Count.ShouldBe(2_000);
    }

    [Fact]
    public async Task A_damaged_file_is_not_copied()
    {
        copying.Write(0, 2_000);
        var checkpoint = await copying.Checkpoint();
        var log = Path.Combine(copying.Folder, "log.3");
        var bytes = File.ReadAllBytes(log);
        bytes[100] ^= 1;
        File.WriteAllBytes(log, bytes);

        (await Should.ThrowAsync<CopyBrokenException>(
            () => copying.Upload.Copy(checkpoint, DateTimeOffset.UnixEpoch, false, CancellationToken.None)))
            .Message.ShouldBe("log.3 is not as its checkpoint says");
    }

    [Fact]
    public async Task A_store_goes_on_from_a_copy()
    {
        copying.Write(0, 2_000);
        var name = await copying.Copy();
        var held = Entries.Of(copying.Store);
        var copy = (await copying.Copies.Read(name, CancellationToken.None))!;
        using var folder = new TemporaryFolder();
        using (var other = new FasterStore(folder.Tiny))
        {
            other.Put("something", "else");
            other.Fault(copy).ShouldBeNull();
            var incoming = Path.Combine(folder.Path, "incoming");
            await copying.Copies.Download(copy, incoming, _ => { }, CancellationToken.None);

            other.Adopt(incoming).ShouldBe(copy.Metadata);

            Entries.Of(other).ShouldBe(held);
            for (var number = 0; number < 4_000; number++) other.Put($"key {number}", "new");
            await other.CheckpointAsync(new byte[] { 77 });
        }
        using var reopened = new FasterStore(folder.Tiny);
        reopened.Metadata.ShouldBe([77]);
        reopened.Get("key 3999").ShouldBe("new");
    }

    [Fact]
    public async Task A_store_of_another_layout_says_why_it_cannot()
    {
        copying.Write(0, 100);
        var copy = (await copying.Copies.Read(await copying.Copy(), CancellationToken.None))!;
        using var folder = new TemporaryFolder();
        using var other = new FasterStore(new StoreSettings { Folder = folder.Path, MemoryBytes = 16 * 1024 * 1024 });

        other.Fault(copy).ShouldNotBeNull().ShouldContain("memory budget");
    }

    public void Dispose() => copying.Dispose();
}
