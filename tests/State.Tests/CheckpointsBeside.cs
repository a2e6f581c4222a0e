namespace State.Tests;

/// <summary>Checkpoints are written while their owner goes on.</summary>
public class CheckpointsBeside
{
    const int Rounds = 25;
    const int MostBeside = 20;

    [Theory]
    [InlineData(1, 300, 600)]
    [InlineData(2, 3_000, 400)]
    [InlineData(3, 30_000, 30)]
    public async Task What_is_written_while_a_checkpoint_is_prepared_is_in_it_and_what_is_written_while_it_is_saved_is_not(
        int seed, int keys, int longestValue)
    {
        using var folder = new TemporaryFolder();
        using var store = new FasterStore(folder.Tiny);
        var writer = new Writer(store, new Random(seed), keys, longestValue);
        for (var round = 0; round < Rounds; round++)
        {
            writer.Write(100);
            do
            {
                var preparing = store.PrepareCheckpointAsync().AsTask();
                // Not more than the little memory of this store holds.
                for (var written = 0; written < MostBeside && !preparing.IsCompleted; written++) writer.Write(1);
                await preparing;
                // It is not prepared when its index grew meanwhile.
            }
            while (!store.IsCheckpointPrepared);

            var expected = new SortedDictionary<string, string>(writer.Model, StringComparer.Ordinal);
            var saving = store.CheckpointAsync(new[] { (byte)round }).AsTask();
            while (!saving.IsCompleted) writer.Write(1);
            writer.Write(500);
            await saving;

            store.Restore().ShouldBe([(byte)round]);
            store.Discarded.ShouldBeEmpty();
            Entries.Of(store).ShouldBe(expected);
            store.Statistics.Entries.ShouldBe(expected.Count);
            writer.Model = expected;
        }
    }

    [Fact]
    public async Task A_checkpoint_that_was_prepared_long_before_is_prepared_again()
    {
        using var folder = new TemporaryFolder();
        using var store = new FasterStore(folder.Tiny);
        var writer = new Writer(store, new Random(1), 300, 2_000);
        await store.PrepareCheckpointAsync();

        writer.Write(5_000);
        store.IsCheckpointPrepared.ShouldBeFalse();
        await store.CheckpointAsync("late"u8.ToArray());
        store.Restore();

        Entries.Of(store).ShouldBe(writer.Model);
    }

    [Fact]
    public async Task Closing_a_store_waits_for_its_checkpoint()
    {
        using var folder = new TemporaryFolder();
        var writer = default(Writer);
        using (var store = new FasterStore(folder.Tiny))
        {
            writer = new Writer(store, new Random(1), 300, 2_000);
            writer.Write(1_000);
            await store.PrepareCheckpointAsync();
            _ = store.CheckpointAsync("last"u8.ToArray());
        }

        using var opened = new FasterStore(folder.Tiny);
        Entries.Of(opened).ShouldBe(writer.Model);
    }

    /// <summary>Writes to a store and to a dictionary.</summary>
    sealed class Writer(FasterStore store, Random random, int keys, int longestValue)
    {
        public SortedDictionary<string, string> Model { get; set; } = new(StringComparer.Ordinal);

        public void Write(int count)
        {
            for (; count > 0; count--)
            {
                var key = $"key {random.Next(random.Next(4) == 0 ? keys : Math.Min(keys, 40))}";
                if (random.Next(4) == 0)
                {
                    Model.Remove(key);
                    store.Remove(key);
                    continue;
                }
                Model[key] = new string((char)('a' + random.Next(26)), random.Next(longestValue));
                store.Put(key, Model[key]);
            }
        }
    }
}
