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

    /// <summary>CPU time that they have used; threads that have ended are not counted.</summary>
    internal TimeSpan ProcessorTime()
    {
        var sum = TimeSpan.Zero;
        using var engine = Process.GetProcessById(process);
        foreach (ProcessThread thread in engine.Threads)
            if (IsCompiler(thread.Id)) sum += thread.TotalProcessorTime;
        return sum;
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
