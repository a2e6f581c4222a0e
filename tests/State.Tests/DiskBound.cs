namespace State.Tests;

public class DiskBound
{
    const int Keys = 100_000;
    const int Rounds = 10;
    const int KeysPerTransaction = 1_000;

    [Fact]
    public async Task Disk_stays_within_three_times_the_live_data_after_ten_rounds_of_updates()
    {
        using var folder = new TemporaryFolder();
        using var store = new FasterStore(folder.Tiny with { MemoryBytes = 1024 * 1024 });
        var random = new Random(1);
        var worst = 0.0;

        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < Keys; i++)
            {
                // Every other round in random order, so that every page holds both dead and alive.
                Write(store, round % 2 == 0 ? i : random.Next(Keys), round);
                if (i % KeysPerTransaction > 0) continue;
                if (store.IsCheckpointDue) await store.CheckpointAsync(new byte[8]);
                if (round > 0) worst = Math.Max(worst, Factor(store));
            }
            await store.CheckpointAsync(new byte[8]);
            Factor(store).ShouldBeLessThan(StoreLimits.DiskFactor);
        }

        store.Statistics.Entries.ShouldBe(Keys);
        worst.ShouldBeLessThan(StoreLimits.DiskFactor);
        store.Restore().ShouldBe(new byte[8]);
        Entries.Of(store).Count.ShouldBe(Keys);
    }

    static void Write(FasterStore store, int key, int round)
    {
        Span<byte> name = stackalloc byte[16];
        Span<byte> value = stackalloc byte[120];
        name.Clear();
        BitConverter.TryWriteBytes(name, key);
        value.Fill((byte)round);
        store.Put(name, value[..(80 + (key + round) % 40)]);
    }

    // The memory budget is small beside the data, so that the bound holds without it.
    static double Factor(FasterStore store) => (double)store.Statistics.DiskBytes / store.Statistics.LiveBytes;
}
