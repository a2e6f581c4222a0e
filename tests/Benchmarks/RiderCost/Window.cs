using System.Diagnostics;
using System.Text.Json;

namespace Benchmarks.RiderCost;

/// <summary>What a case cost between the end of its warm-up and its last counted record.</summary>
/// <param name="Records">Records counted.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="CpuSeconds">CPU time of the whole process, the library's threads included.</param>
/// <param name="AllocatedBytes">Managed memory allocated.</param>
public sealed record Cost(long Records, double Seconds, double CpuSeconds, long AllocatedBytes)
{
    internal double RecordsPerSecond => Records / Seconds;

    internal double CpuPerMillion => CpuSeconds * 1e6 / Records;

    internal double BytesPerRecord => (double)AllocatedBytes / Records;

    internal static Cost Parse(string line) => JsonSerializer.Deserialize<Cost>(line)!;

    internal string Line() => JsonSerializer.Serialize(this);
}

/// <summary>
/// Counts the records of a case and measures from the one that ends the warm-up (code is compiled, the client's queues are full) to the
/// one that ends the case. For any number of threads.
/// </summary>
sealed class Window
{
    /// <summary>Records before the measurement.</summary>
    internal const int WarmUp = 200_000;

    /// <summary>Records measured.</summary>
    internal const int Measured = 1_000_000;

    /// <summary>Records of the input topic: what clients fetch ahead is there to the end of the measurement.</summary>
    internal const int Available = WarmUp + Measured + 150_000;

    readonly TaskCompletionSource<Cost> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<(long Count, long At, TimeSpan Cpu, long Allocated)> begun = new();
    long count;

    /// <summary>Ends with the measurement.</summary>
    internal Task<Cost> Cost => ended.Task;

    internal bool IsOver => ended.Task.IsCompleted;

    /// <summary>So many records more are done.</summary>
    internal void Add(int records)
    {
        var after = Interlocked.Add(ref count, records);
        var before = after - records;
        if (before < WarmUp && after >= WarmUp) begun.SetResult((after, Stopwatch.GetTimestamp(), Cpu(), GC.GetTotalAllocatedBytes()));
        else if (before < WarmUp + Measured && after >= WarmUp + Measured) End(after);
    }

    void End(long after)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var (records, at, cpu, allocatedBefore) = begun.Task.GetAwaiter().GetResult();
        ended.SetResult(new Cost(
            after - records, Stopwatch.GetElapsedTime(at).TotalSeconds, (Cpu() - cpu).TotalSeconds, allocated - allocatedBefore));
    }

    static TimeSpan Cpu()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }
}
