namespace State.Tests;

/// <summary>What both implementations promise.</summary>
public class Stores
{
    public static TheoryData<bool> Both => [true, false];

    [Theory]
    [MemberData(nameof(Both))]
    public void Keys_and_values_of_every_allowed_length_come_back(bool isFaster)
    {
        using var folder = new TemporaryFolder();
        using var store = Open(folder, isFaster);
        int[] keys = [1, 2, 7, 8, 9, StoreLimits.KeyBytes];
        int[] values = [0, 1, 4, 5, 4095, StoreLimits.DefaultValueBytes];
        byte[] Name(int key, int value) => [(byte)Array.IndexOf(values, value), .. new byte[key - 1]];

        foreach (var (key, value) in Pairs(keys, values)) store.Put(Name(key, value), Filled(value));

        foreach (var (key, value) in Pairs(keys, values))
        {
            store.TryGet(Name(key, value), out var found).ShouldBeTrue();
            found.SequenceEqual(Filled(value)).ShouldBeTrue();
        }
        store.Statistics.Entries.ShouldBe(keys.Length * values.Length);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_key_or_value_beyond_its_limit_is_refused(bool isFaster)
    {
        using var folder = new TemporaryFolder();
        using var store = Open(folder, isFaster);

        Should.Throw<ArgumentException>(() => store.Put([], [1])).Message.ShouldContain("0 bytes");
        Should.Throw<ArgumentException>(() => store.TryGet(new byte[StoreLimits.KeyBytes + 1], out _))
            .Message.ShouldContain("use a shorter key");
        Should.Throw<ArgumentException>(() => store.Put([1], Filled(StoreLimits.DefaultValueBytes + 1)))
            .Message.ShouldContain("this store takes");
        (await Should.ThrowAsync<ArgumentException>(() => store.CheckpointAsync(new byte[StoreLimits.MetadataBytes + 1]).AsTask()))
            .Message.ShouldContain("at most");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_value_that_was_read_may_be_written(bool isFaster)
    {
        using var folder = new TemporaryFolder();
        using var store = Open(folder, isFaster);
        using var overlay = new TransactionOverlay(store);
        store.Put("a", "value");

        overlay.TryGet("a"u8, out var value);
        overlay.Put("b"u8, value);
        overlay.TryGet("b"u8, out value);
        overlay.Put("b"u8, value[2..]);
        overlay.Apply();
        store.TryGet("a"u8, out value);
        store.Put("c"u8, value);

        (store.Get("b"), store.Get("c")).ShouldBe(("lue", "value"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_last_two_checkpoints_are_kept_and_a_reset_deletes_them(bool isFaster)
    {
        using var folder = new TemporaryFolder();
        using var store = Open(folder, isFaster);
        for (var i = 0; i < 4; i++)
        {
            store.Put("a", $"{i}");
            await store.CheckpointAsync(new byte[i]);
        }
        if (isFaster) Directory.GetFiles(folder.Path, "checkpoint-*").Length.ShouldBe(StoreLimits.CheckpointsKept);
        store.Put("a", "later");

        store.Restore().ShouldBe(new byte[3]);
        store.Get("a").ShouldBe("3");
        store.Reset();
        store.Get("a").ShouldBeNull();
        store.Restore().ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_scan_stops_when_told(bool isFaster)
    {
        using var folder = new TemporaryFolder();
        using var store = Open(folder, isFaster);
        for (var i = 0; i < 10; i++) store.Put($"{i}", "v");
        var visitor = new StopsAfter { Left = 3 };

        store.Scan(ref visitor);

        visitor.Left.ShouldBe(0);
    }

    [Fact]
    public void Changes_come_in_the_order_of_first_writes_with_their_last_value()
    {
        using var overlay = new TransactionOverlay(new MemoryStore());
        overlay.Put("b", "1");
        overlay.Remove("a");
        overlay.Put("c", "2");
        overlay.Put("b", "longer than before");
        overlay.Put("a", "back");
        overlay.Remove("c");

        var found = new List<string>();
        foreach (var change in overlay.Changes)
        {
            found.Add($"{Entries.Text(change.Key)}={(change.IsRemoved ? "removed" : Entries.Text(change.Value))}");
        }

        found.ShouldBe(["b=longer than before", "a=back", "c=removed"]);
    }

    [Fact]
    public void A_folder_is_one_stores_alone()
    {
        using var folder = new TemporaryFolder();
        using (Open(folder, isFaster: true)) Should.Throw<IOException>(() => Open(folder, isFaster: true));
        using (Open(folder, isFaster: true)) { }
    }

    [Fact]
    public void Settings_that_do_not_fit_are_refused_with_what_would()
    {
        using var folder = new TemporaryFolder();

        Should.Throw<ArgumentException>(() => new FasterStore(new StoreSettings { Folder = folder.Path, MemoryBytes = 1024 * 1024 }))
            .Message.ShouldContain("raise it, or lower MaximumValueBytes");
        Should.Throw<ArgumentException>(() => new FasterStore(new StoreSettings { Folder = folder.Path, MaximumValueBytes = 0 }));
    }

    static IKeyedStore Open(TemporaryFolder folder, bool isFaster) =>
        isFaster ? new FasterStore(new StoreSettings { Folder = folder.Path, MemoryBytes = 8 * 1024 * 1024 }) : new MemoryStore();

    static byte[] Filled(int length) => [.. Enumerable.Range(0, length).Select(index => (byte)index)];

    static IEnumerable<(int Key, int Value)> Pairs(int[] keys, int[] values) =>
        keys.SelectMany(key => values.Select(value => (key, value)));

    struct StopsAfter : IEntryVisitor
    {
        public int Left;

        public bool Visit(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => --Left > 0;
    }
}
