using FsCheck;
using FsCheck.Fluent;

namespace State.Tests;

public class Differential
{
    // Enough operations that a tiny store spills, compacts and goes through several checkpoints.
    const int Operations = 4_000;
    const int LongOperations = 40_000;

    [Fact]
    public void Faster_does_what_the_reference_does()
    {
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(8),
            Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Run(seed, Operations)));
    }

    [Fact(Explicit = true)]
    public void Faster_does_what_the_reference_does_for_long()
    {
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(100),
            Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Run(seed, LongOperations)));
    }

    // The index grows between its copy and the end of the log: found a key's older value.
    [Theory]
    [InlineData(10)]
    [InlineData(12)]
    public void Histories_that_once_went_wrong_do_not_any_more(int seed) => Run(seed, Operations);

    [Fact]
    public void A_random_history_spills_and_compacts()
    {
        using var folder = new TemporaryFolder();
        using var store = new FasterStore(folder.Tiny);

        for (var i = 0; i < 20_000; i++) store.Put($"key {i % 2000}", new string('v', 100 + i % 7));

        Directory.GetFiles(folder.Path, "log.*").Length.ShouldBeGreaterThan(2);
        File.Exists(Path.Combine(folder.Path, "log.0")).ShouldBeFalse();
        store.Statistics.Entries.ShouldBe(2000);
        store.Statistics.MemoryBytes.ShouldBeLessThan(256 * 1024);
        for (var i = 0; i < 2000; i++) store.Get($"key {i}").ShouldBe(new string('v', 100 + (18_000 + i) % 7));
    }

    [Fact]
    public void Keys_written_once_outlive_any_number_of_writes_to_others()
    {
        using var folder = new TemporaryFolder();
        using var store = new FasterStore(folder.Tiny);
        for (var i = 0; i < 500; i++) store.Put($"cold {i}", $"value {i}");

        for (var i = 0; i < 20_000; i++) store.Put($"hot {i % 20}", new string('v', 100 + i % 7));

        File.Exists(Path.Combine(folder.Path, "log.0")).ShouldBeFalse();
        for (var i = 0; i < 500; i++) store.Get($"cold {i}").ShouldBe($"value {i}");
        store.Statistics.Entries.ShouldBe(520);
    }

    static void Run(int seed, int operations)
    {
        using var folder = new TemporaryFolder();
        var reference = new MemoryStore();
        IKeyedStore store = new FasterStore(folder.Tiny);
        var random = new Random(seed);
        using var expected = new TransactionOverlay(reference);
        var actual = new TransactionOverlay(store);
        for (var i = 0; i < operations; i++)
        {
            Step(random, expected, actual, (reference, store), out var reopens);
            if (!reopens) continue;
            // A crash: nothing is closed in order, only the files stay.
            actual.Drop();
            expected.Drop();
            actual.Dispose();
            store.Dispose();
            var faster = new FasterStore(folder.Tiny);
            faster.Metadata.ShouldBe(reference.Restore());
            store = faster;
            actual = new TransactionOverlay(store);
        }
        Entries.Of(store).ShouldBe(Entries.Of(reference));
        store.Statistics.Entries.ShouldBe(reference.Statistics.Entries);
        store.Statistics.LiveBytes.ShouldBe(Entries.Of(store).Sum(entry => StoreLayout.RecordBytes(entry.Key.Length, entry.Value.Length)));
        store.Dispose();
    }

    static void Step(
        Random random, TransactionOverlay expected, TransactionOverlay actual, (MemoryStore Reference, IKeyedStore Faster) stores,
        out bool reopens)
    {
        reopens = false;
        byte[] key = random.Next(2) == 0 ? [(byte)random.Next(256), (byte)random.Next(4)] : [(byte)random.Next(40)];
        switch (random.Next(1000))
        {
            case < 450:
                PutSome(random, expected, actual);
                break;
            case < 550:
                expected.Remove(key);
                actual.Remove(key);
                break;
            case < 900:
                SameValue(expected, actual, key);
                break;
            case < 970:
                SameChanges(expected, actual);
                expected.Apply();
                actual.Apply();
                break;
            case < 980:
                expected.Drop();
                actual.Drop();
                break;
            case < 996:
                Checkpoint(random, stores);
                break;
            case < 997:
                expected.Drop();
                actual.Drop();
                stores.Faster.Restore().ShouldBe(stores.Reference.Restore(), string.Join("; ", ((FasterStore)stores.Faster).Discarded));
                break;
            case 997 or 998:
                Entries.Of(stores.Faster).ShouldBe(Entries.Of(stores.Reference));
                break;
            case 999 when random.Next(8) == 0:
                stores.Reference.Reset();
                stores.Faster.Reset();
                break;
            default:
                reopens = true;
                break;
        }
    }

    // Half of them go on while more is written, until the next one, or the end of the store.
    static void Checkpoint(Random random, (MemoryStore Reference, IKeyedStore Faster) stores)
    {
        var isBeside = random.Next(2) == 0;
        if (isBeside && !stores.Faster.IsCheckpointPrepared)
        {
            _ = stores.Faster.PrepareCheckpointAsync();
            return;
        }
        var metadata = new byte[random.Next(50)];
        random.NextBytes(metadata);
        stores.Reference.CheckpointAsync(metadata).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
        var task = stores.Faster.CheckpointAsync(metadata).AsTask();
        if (!isBeside) task.GetAwaiter().GetResult();
    }

    // Few keys are written often and many seldom, so that compaction has old records to move.
    static void PutSome(Random random, TransactionOverlay expected, TransactionOverlay actual)
    {
        for (var count = random.Next(1, 8); count > 0; count--)
        {
            byte[] key = random.Next(20) == 0 ? [(byte)random.Next(256), (byte)random.Next(4)] : [(byte)random.Next(40)];
            var value = new byte[random.Next(20) == 0 ? random.Next(2049) : random.Next(200)];
            random.NextBytes(value);
            expected.Put(key, value);
            actual.Put(key, value);
        }
    }

    static void SameValue(TransactionOverlay expected, TransactionOverlay actual, byte[] key)
    {
        actual.TryGet(key, out var found).ShouldBe(expected.TryGet(key, out var wanted));
        found.SequenceEqual(wanted).ShouldBeTrue();
    }

    static void SameChanges(TransactionOverlay expected, TransactionOverlay actual)
    {
        var wanted = new List<string>();
        foreach (var change in expected.Changes) wanted.Add($"{Entries.Text(change.Key)}={change.IsRemoved}{Entries.Text(change.Value)}");
        var index = 0;
        foreach (var change in actual.Changes)
        {
            wanted[index++].ShouldBe($"{Entries.Text(change.Key)}={change.IsRemoved}{Entries.Text(change.Value)}");
        }
        index.ShouldBe(wanted.Count);
    }
}
