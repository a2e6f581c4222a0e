using System.Buffers.Binary;
using System.Diagnostics;

namespace State.Tests;

/// <summary>A restart costs what the state is, not what it went through.</summary>
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

    public void Dispose() => folder.Dispose();

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
