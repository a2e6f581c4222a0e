using System.Diagnostics;

namespace Benchmarks.RoutingCost;

/// <summary>
/// The threads of a process on which .NET and Java compile running code again, so that it runs better: work that ends some seconds after
/// the start.
/// </summary>
sealed class CompilerThreads(int process)
{
    /// <summary>Linux cuts the names of threads to 15 characters.</summary>
    static readonly string[] Names = [".NET Tiered Com", "C1 CompilerThre", "C2 CompilerThre"];

    readonly Dictionary<int, TimeSpan> used = [];

    /// <summary>CPU time that they have used; of one that has ended, what it had used when this was asked before.</summary>
    internal TimeSpan ProcessorTime()
    {
        using var engine = Process.GetProcessById(process);
        foreach (ProcessThread thread in engine.Threads)
            if (IsCompiler(thread.Id)) used[thread.Id] = thread.TotalProcessorTime;
        return new TimeSpan(used.Values.Sum(time => time.Ticks));
    }

    bool IsCompiler(int thread)
    {
        try
        {
            return Names.Contains(File.ReadAllText($"/proc/{process}/task/{thread}/comm").TrimEnd());
        }
        catch (IOException)
        {
            return false;
        }
    }
}
