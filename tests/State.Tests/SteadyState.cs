namespace State.Tests;

public class SteadyState
{
    const int Keys = 500;

    [Fact]
    public void A_transaction_over_records_in_memory_allocates_nothing()
    {
        using var folder = new TemporaryFolder();
        using var store = new FasterStore(folder.Tiny with { MemoryBytes = 16 * 1024 * 1024 });
        using var overlay = new TransactionOverlay(store);
        var rows = new LinkedRows(overlay, 1);
        var timers = new TimerIndex(overlay, 2);
        var pages = (new RowPage(10), new TimerPage(10));
        for (var round = 0; round < 5; round++) Transaction(overlay, rows, timers, pages, round);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 5; round < 15; round++) Transaction(overlay, rows, timers, pages, round);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    static void Transaction(
        TransactionOverlay overlay, LinkedRows rows, TimerIndex timers, (RowPage Rows, TimerPage Timers) pages, int round)
    {
        Span<byte> key = stackalloc byte[8];
        Span<byte> value = stackalloc byte[100];
        for (var i = 0; i < Keys; i++)
        {
            BitConverter.TryWriteBytes(key, (long)i);
            overlay.TryGet(key, out _);
            value.Fill((byte)(i + round));
            overlay.Put(key, value);
            overlay.TryGet(key, out var read);
            if (read[0] != value[0]) throw new InvalidOperationException("the overlay lost a write");
            rows.Add(key[..1], key);
            rows.ReadPage(key[..1], default, pages.Rows);
            if (i % 2 == 0) rows.Remove(key[..1], key);
            timers.Set(1000 + i, key);
            timers.ReadDue(1000 + i / 2, pages.Timers);
            timers.Remove(1000 + i, key);
        }
        overlay.Apply();
    }
}
