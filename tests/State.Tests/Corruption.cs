namespace State.Tests;

public class Corruption
{
    [Fact]
    public async Task A_manifest_cut_at_any_length_is_not_trusted()
    {
        using var folder = new TemporaryFolder();
        var newest = await TwoCheckpoints(folder);
        var whole = File.ReadAllBytes(newest);

        for (var length = 0; length < whole.Length; length++) CheckpointManifest.Decode(whole[..length]).ShouldBeNull();

        File.WriteAllBytes(newest, whole[..(whole.Length / 2)]);
        FallsBack(folder, "first", newest, "cut");
    }

    [Fact]
    public async Task A_manifest_with_any_bit_flipped_is_not_trusted()
    {
        using var folder = new TemporaryFolder();
        var newest = await TwoCheckpoints(folder);
        var whole = File.ReadAllBytes(newest);

        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
            CheckpointManifest.Decode(whole).ShouldBeNull();
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        whole[^20] ^= 4;
        File.WriteAllBytes(newest, whole);
        FallsBack(folder, "first", newest, "changed");
    }

    [Fact]
    public async Task Each_file_of_a_checkpoint_is_checked()
    {
        using var folder = new TemporaryFolder();
        var newest = await TwoCheckpoints(folder);
        var manifest = CheckpointManifest.Decode(File.ReadAllBytes(newest))!;
        manifest.Files.Count.ShouldBeGreaterThan(2);

        foreach (var file in manifest.Files.Where(file => file.Length > 0))
        {
            foreach (var damage in (Action<string>[])[Cut, CutAll, Flip, File.Delete])
            {
                using var copy = new TemporaryFolder();
                copy.CopyFrom(folder.Path);
                damage(Path.Combine(copy.Path, file.Path));
                FallsBack(copy, "first", newest, file.Path);
            }
        }
    }

    [Fact]
    public async Task A_log_that_is_cut_is_not_trusted()
    {
        using var folder = new TemporaryFolder();
        var newest = await TwoCheckpoints(folder);
        var last = Directory.GetFiles(folder.Path, "log.*").MaxBy(path => int.Parse(Path.GetExtension(path)[1..]))!;
        var manifest = CheckpointManifest.Decode(File.ReadAllBytes(newest))!;

        Resize(last, (manifest.Tail - manifest.LastSector.Length) % manifest.SegmentBytes - 1);

        FallsBack(folder, "first", newest, "log is not whole");
    }

    [Fact]
    public async Task A_log_with_a_bit_flipped_anywhere_is_not_trusted()
    {
        using var folder = new TemporaryFolder();
        var newest = await TwoCheckpoints(folder);
        var older = Directory.GetFiles(folder.Path, "checkpoint-*").Min(StringComparer.Ordinal)!;
        var first = CheckpointManifest.Decode(File.ReadAllBytes(older))!;
        var second = CheckpointManifest.Decode(File.ReadAllBytes(newest))!;
        var random = new Random(1);

        for (var i = 0; i < 50; i++)
        {
            using var copy = new TemporaryFolder();
            copy.CopyFrom(folder.Path);
            // After the older one's end, so that it stays whole.
            var address = random.NextInt64(first.Tail, second.Tail - second.LastSector.Length);
            FlipAt(Path.Combine(copy.Path, $"log.{address / second.SegmentBytes}"), address % second.SegmentBytes, random.Next(8));

            FallsBack(copy, "first", newest, "its log was changed");
        }
    }

    [Fact]
    public async Task The_sector_in_which_the_log_ends_is_healed()
    {
        using var folder = new TemporaryFolder();
        var newest = await TwoCheckpoints(folder);
        var manifest = CheckpointManifest.Decode(File.ReadAllBytes(newest))!;
        manifest.LastSector.ShouldNotBeEmpty();
        var start = (manifest.Tail - manifest.LastSector.Length) % manifest.SegmentBytes;
        var path = Path.Combine(folder.Path, $"log.{manifest.Tail / manifest.SegmentBytes}");
        for (var offset = 0; offset < manifest.LastSector.Length; offset++) FlipAt(path, start + offset, offset % 8);

        using var store = new FasterStore(folder.Tiny);

        store.Discarded.ShouldBeEmpty();
        Entries.Of(store).Values.ShouldAllBe(value => value == "second");
    }

    [Fact]
    public async Task With_both_checkpoints_damaged_the_store_is_empty()
    {
        using var folder = new TemporaryFolder();
        await TwoCheckpoints(folder);
        foreach (var path in Directory.GetFiles(folder.Path, "checkpoint-*")) Flip(path);

        using var store = new FasterStore(folder.Tiny);

        store.Metadata.ShouldBeNull();
        store.Discarded.Count.ShouldBe(2);
        Entries.Of(store).ShouldBeEmpty();
        store.Put("a", "b");
        store.Get("a").ShouldBe("b");
    }

    [Fact]
    public async Task A_checkpoint_that_was_not_published_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        var newest = await TwoCheckpoints(folder);
        var kept = Files(folder.Path);
        File.WriteAllText(newest + ".tmp", "half");
        Directory.CreateDirectory(Path.Combine(folder.Path, "faster", "cpr-checkpoints", Guid.Empty.ToString()));

        using (new FasterStore(folder.Tiny)) Files(folder.Path).ShouldBe(kept);
    }

    [Fact]
    public async Task A_folder_written_with_another_layout_is_not_trusted()
    {
        using var folder = new TemporaryFolder();
        var newest = await TwoCheckpoints(folder);

        using var store = new FasterStore(folder.Tiny with { MemoryBytes = 64 * 1024 * 1024 });

        store.Metadata.ShouldBeNull();
        store.Discarded.ShouldContain($"{Path.GetFileName(newest)}: it was written with another memory budget or value limit");
    }

    static async Task<string> TwoCheckpoints(TemporaryFolder folder)
    {
        using var store = new FasterStore(folder.Tiny);
        for (var i = 0; i < 1000; i++) store.Put($"key {i}", $"first {new string('v', 100)}");
        await store.CheckpointAsync(Entries.Bytes("first"));
        for (var i = 0; i < 1000; i++) store.Put($"key {i}", "second");
        await store.CheckpointAsync(Entries.Bytes("second"));
        return Directory.GetFiles(folder.Path, "checkpoint-*").Max(StringComparer.Ordinal)!;
    }

    static void FallsBack(TemporaryFolder folder, string metadata, string discarded, string reason)
    {
        using var store = new FasterStore(folder.Tiny);
        Entries.Text(store.Metadata).ShouldBe(metadata);
        store.Discarded.ShouldHaveSingleItem().ShouldStartWith(Path.GetFileName(discarded));
        store.Discarded[0].ShouldContain(reason);
        store.Statistics.Entries.ShouldBe(1000);
        Entries.Of(store).Values.ShouldAllBe(value => value.StartsWith(metadata));
        store.Put("key 1", "third");
        store.Get("key 1").ShouldBe("third");
    }

    static void Cut(string path) => Resize(path, new FileInfo(path).Length - 1);

    static void CutAll(string path) => Resize(path, 0);

    static void Resize(string path, long length)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(length);
    }

    static void Flip(string path) => FlipAt(path, new FileInfo(path).Length / 2, 0);

    static void FlipAt(string path, long offset, int bit)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[offset] ^= (byte)(1 << bit);
        File.WriteAllBytes(path, bytes);
    }

    // FASTER opens an empty file of deltas beside each checkpoint that it reads.
    static List<string> Files(string folder) =>
    [
        .. Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Where(path => !Path.GetFileName(path).StartsWith("delta", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];
}
