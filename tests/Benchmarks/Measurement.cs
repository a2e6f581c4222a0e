using System.Diagnostics;

namespace Benchmarks;

/// <summary>CPU time of this thread's work, so that a busy machine does not show: the best of several rounds.</summary>
sealed record Measurement(string Name, double NanosecondsPerRecord, double BytesPerRecord, double Matched)
{
    const int Rounds = 7;
    const int RecordsPerRound = 300_000;

    public static Measurement Of(string name, Func<byte[], bool> run)
    {
        var records = SampleRecords.Make(1_000);
        Repeat(records, run, RecordsPerRound / 4);
        var best = TimeSpan.MaxValue;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var matched = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            matched += Repeat(records, run, RecordsPerRound);
            var spent = Process.GetCurrentProcess().TotalProcessorTime - before;
            if (spent < best) best = spent;
        }
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        const double all = (double)Rounds * RecordsPerRound;
        return new Measurement(name, best.TotalNanoseconds / RecordsPerRound, Math.Floor(allocated / all), matched / all);
    }

    public void Print() => Console.WriteLine(
        $"{Name,-46} {NanosecondsPerRecord,10:F0} {1e9 / NanosecondsPerRecord,14:N0} {BytesPerRecord,13:F0} {Matched,8:P0}");

    static long Repeat(byte[][] records, Func<byte[], bool> run, int count)
    {
        var matched = 0L;
        for (var index = 0; index < count; index++)
            if (run(records[index % records.Length])) matched++;
        return matched;
    }
}
