using System.Buffers.Binary;
using System.Diagnostics;

namespace State.Tests;

/// <summary>A restart costs what the state is, not what it went through; a checkpoint hardly holds up its owner.</summary>
public sealed class RestartCost : IDisposable
{
    const int Keys = 5_000_000;
    const int Rounds = 10;

    readonly TemporaryFolder folder = new();

    [Fact(Explicit = true)]
    public async Task Five_million_keys_are_ready_in_seconds_also_after_ten_times_the_updates()
    {
        var settings = new StoreSettings { Folder = folder.Path, MemoryBytes = 1L << 30, MaximumValueBytes = 4 * 1024 };
        var longest = TimeSpan.Zero;
        using (var store = new FasterStore(settings)) longest = await Write(store, rounds: 1);
        var fresh = Open(settings);
        using (var store = new FasterStore(settings)) longest = await Write(store, Rounds);
        var updated = Open(settings);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Keys:N0} keys are open after {fresh.TotalSeconds:F1} s, after {Rounds} rounds of updates after {updated.TotalSeconds:F1} s; "
            + $"the longest checkpoint took {longest.TotalSeconds:F2} s");
        fresh.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        updated.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        (updated / fresh).ShouldBeLessThan(1.5);
    }

    [Fact(Explicit = true)]
    public async Task A_checkpoint_of_a_gigabyte_hardly_holds_up_its_owner()
    {
        var settings = new StoreSettings { Folder = folder.Path, MemoryBytes = 1L << 30, MaximumValueBytes = 4 * 1024 };
        using var store = new FasterStore(settings);
        var (key, value) = (new byte[16], new byte[200]);
        for (var number = 0; number < Keys; number++)
        {
            BinaryPrimitives.WriteInt64BigEndian(key, number);
            store.Put(key, value);
        }
        var random = new Random(1);
        List<TimeSpan> pauses = [];
        for (var round = 0; round < Rounds; round++)
        {
            // Much is changed in memory, then each write beside the checkpoint is timed.
            for (var count = 0; count < Keys / 10; count++) Change(store, random, key, value);
            var longest = TimeSpan.Zero;
            await Beside(store.PrepareCheckpointAsync);
            store.IsCheckpointPrepared.ShouldBeTrue();
            await Beside(() => store.CheckpointAsync(new byte[] { (byte)round }));
            pauses.Add(longest);

            async Task Beside(Func<ValueTask> begin)
            {
                var started = Stopwatch.GetTimestamp();
                var task = begin().AsTask();
                while (true)
                {
                    if (Stopwatch.GetElapsedTime(started) is var took && took > longest) longest = took;
                    if (task.IsCompleted) break;
                    started = Stopwatch.GetTimestamp();
                    Change(store, random, key, value);
                }
                await task;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{store.Statistics.LiveBytes / 1e9:F2} GB: the longest pause of each of {Rounds} checkpoints: "
            + string.Join(", ", pauses.Select(pause => $"{pause.TotalMilliseconds:F1} ms")));
        pauses.Max().ShouldBeLessThan(TimeSpan.FromMilliseconds(50));
    }

    public void Dispose() => folder.Dispose();

    static void Change(FasterStore store, Random random, byte[] key, byte[] value)
    {
        BinaryPrimitives.WriteInt64BigEndian(key, random.Next(Keys));
        BinaryPrimitives.WriteInt64BigEndian(value, random.NextInt64());
        store.Put(key, value);
    }

    static async Task<TimeSpan> Write(FasterStore store, int rounds)
    {
        var (key, value) = (new byte[16], new byte[80]);
        var longest = TimeSpan.Zero;
        for (var round = 0; round < rounds; round++)
        {
            for (var number = 0; number < Keys; number++)
            {
                BinaryPrimitives.WriteInt64BigEndian(key, number);
                BinaryPrimitives.WriteInt64BigEndian(value, number + round);
                store.Put(key, value);
            }
            var started = Stopwatch.GetTimestamp();
            await store.CheckpointAsync(new byte[] { (byte)round });
            if (Stopwatch.GetElapsedTime(started) is var took && took > longest) longest = took;
        }
        return longest;
    }

    static TimeSpan Open(StoreSettings settings)
    {
        var started = Stopwatch.GetTimestamp();
        using var store = new FasterStore(settings);
        store.TryGet(new byte[16], out _).ShouldBeTrue();
        return Stopwatch.GetElapsedTime(started);
    }
}
