using System.Buffers.Binary;
using System.Diagnostics;

namespace State.Tests;

/// <summary>Many more small keys than memory holds: what a store of them takes of memory and disk, round after round.</summary>
public sealed class ManyKeys : IDisposable
{
    const int Keys = 50_000_000;
    const int Rounds = 10;
    const int KeysPerTransaction = 10_000;
    const long Budget = 2L << 30;

    /// <summary>How many rounds of updates to run where ten would take too long; what was run is in the output.</summary>
    const string RoundsVariable = "STATE_TEST_ROUNDS";

    readonly TemporaryFolder folder = new();
    readonly long ownMemory = Process.GetCurrentProcess().WorkingSet64;

    [Fact(Explicit = true)]
    public async Task Fifty_million_small_keys_keep_to_two_gigabytes_of_memory_and_three_times_their_size_on_disk()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable(RoundsVariable), out var fewer) ? Math.Min(fewer, Rounds) : Rounds;
        using var store = new FasterStore(new StoreSettings { Folder = folder.Path, MemoryBytes = Budget, MaximumValueBytes = 4 * 1024 });

        for (var round = 0; round <= rounds; round++) await Write(store, round);

        store.Entries.ShouldBe(Keys);
        var (key, random) = (new byte[8], new Random(1));
        for (var count = 0; count < KeysPerTransaction; count++)
        {
            var number = random.Next(Keys);
            BinaryPrimitives.WriteInt64BigEndian(key, number);
            store.TryGet(key, out var value).ShouldBeTrue();
            BinaryPrimitives.ReadInt64BigEndian(value).ShouldBe(number + rounds);
        }
    }

    public void Dispose() => folder.Dispose();

    async Task Write(FasterStore store, int round)
    {
        var (key, value, started) = (new byte[8], new byte[8], Stopwatch.GetTimestamp());
        for (var number = 0; number < Keys; number++)
        {
            BinaryPrimitives.WriteInt64BigEndian(key, number);
            BinaryPrimitives.WriteInt64BigEndian(value, number + round);
            store.Put(key, value);
            if (number % KeysPerTransaction == 0 && store.IsCheckpointDue) await store.CheckpointAsync(new byte[8]);
        }
        await store.CheckpointAsync(new byte[8]);

        var (statistics, process) = (store.Statistics, Process.GetCurrentProcess().WorkingSet64 - ownMemory);
        var factor = (double)statistics.DiskBytes / statistics.LiveBytes;
        Console.WriteLine(
            $"round {round}: {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s, {statistics.LiveBytes / 1e9:F2} GB live, memory "
            + $"{statistics.MemoryBytes / 1e9:F2} GB, process {process / 1e9:F2} GB, disk {factor:F2} times");
        statistics.MemoryBytes.ShouldBeLessThanOrEqualTo(Budget);
        factor.ShouldBeLessThan(StoreLimits.DiskFactor);
    }
}
