using System.Diagnostics;
using State;

namespace Benchmarks;

/// <summary>What a keyed store costs a key, in memory and when most of it is on disk, beside a dictionary of the same bytes.</summary>
static class StateCost
{
    const int Keys = 200_000;
    const int ValueBytes = 100;
    const int KeysPerTransaction = 1_000;
    const long InMemory = 128L * 1024 * 1024;
    const long Spilled = 4L * 1024 * 1024;

    public static async Task Run()
    {
        Console.WriteLine($"{"what",-44} {"ns/key",10} {"keys/CPU-s",14} {"bytes/key",13} {"dictionaries",14}");
        using var dictionary = new MemoryStore();
        var baseline = Measure("dictionary", dictionary, null);
        using (var store = Open(InMemory, out var folder))
        {
            Measure("FASTER, in memory", store, baseline);
            await Checkpoint(store);
            Delete(store, folder);
        }
        using (var store = Open(Spilled, out var folder))
        {
            Measure("FASTER, in 4 MiB", store, baseline);
            await Checkpoint(store);
            Delete(store, folder);
        }
    }

    static (double Get, double Put) Measure(string name, IKeyedStore store, (double Get, double Put)? baseline)
    {
        var random = new Random(1);
        // Two rounds: the first adds the keys, and runs code for the first time.
        for (var i = 0; i < 2 * Keys; i++) Put(store, i % Keys, i);
        var put = Row($"{name}: put, random keys", i => Put(store, random.Next(Keys), i), baseline?.Put);
        var get = Row($"{name}: get, random keys", _ => Get(store, random.Next(Keys)), baseline?.Get);
        using var overlay = new TransactionOverlay(store);
        Row($"{name}: get and put in transactions", i => GetAndPut(overlay, random.Next(Keys), i), baseline?.Put + baseline?.Get);
        return (get, put);
    }

    static double Row(string name, Action<int> run, double? baseline)
    {
        for (var i = 0; i < Keys / 10; i++) run(i);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        for (var i = 0; i < Keys; i++) run(i);
        var nanoseconds = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalNanoseconds / Keys;
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / Keys;
        Console.WriteLine($"{name,-44} {nanoseconds,10:F0} {1e9 / nanoseconds,14:N0} {bytes,13} {nanoseconds / baseline,14:F1}");
        return nanoseconds;
    }

    static void Put(IKeyedState state, int key, int value)
    {
        Span<byte> name = stackalloc byte[16];
        Span<byte> bytes = stackalloc byte[ValueBytes];
        name.Clear();
        BitConverter.TryWriteBytes(name, key);
        bytes.Fill((byte)value);
        state.Put(name, bytes);
    }

    static void Get(IKeyedState state, int key)
    {
        Span<byte> name = stackalloc byte[16];
        name.Clear();
        BitConverter.TryWriteBytes(name, key);
        if (!state.TryGet(name, out _)) throw new InvalidOperationException($"the state lost key {key}");
    }

    static void GetAndPut(TransactionOverlay overlay, int key, int value)
    {
        Get(overlay, key);
        Put(overlay, key, value);
        if (overlay.Changes.Count >= KeysPerTransaction) overlay.Apply();
    }

    static async Task Checkpoint(FasterStore store)
    {
        var watch = Stopwatch.StartNew();
        await store.CheckpointAsync(default);
        var first = watch.ElapsedMilliseconds;
        for (var i = 0; i < KeysPerTransaction; i++) Put(store, i, i);
        watch.Restart();
        await store.CheckpointAsync(default);
        Console.WriteLine($"  {store.Statistics}");
        Console.WriteLine($"  checkpoint: {first} ms, after {KeysPerTransaction} more writes {watch.ElapsedMilliseconds} ms");
        watch.Restart();
        store.Restore();
        Console.WriteLine($"  restore: {watch.ElapsedMilliseconds} ms");
    }

    static FasterStore Open(long memory, out DirectoryInfo folder)
    {
        folder = Directory.CreateTempSubdirectory("state-");
        return new FasterStore(new StoreSettings { Folder = folder.FullName, MemoryBytes = memory, MaximumValueBytes = 4096 });
    }

    static void Delete(FasterStore store, DirectoryInfo folder)
    {
        store.Dispose();
        folder.Delete(recursive: true);
    }
}
