namespace Benchmarks.RoutingCost;

/// <summary>What an engine's process used for the records in the middle of a run.</summary>
/// <param name="Records">Records read.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="CpuSeconds">CPU time of the whole process, user and system.</param>
/// <param name="CompilingSeconds">The part of it that runtimes still spent on compiling code.</param>
sealed record EngineCost(double Records, double Seconds, double CpuSeconds, double CompilingSeconds)
{
    internal double RecordsPerSecond => Records / Seconds;

    internal double CpuPerMillion => CpuSeconds * 1e6 / Records;

    internal double CompilingPerMillion => CompilingSeconds * 1e6 / Records;

    /// <summary>What would be left if it ran for long.</summary>
    internal double SettledPerMillion => CpuPerMillion - CompilingPerMillion;

    internal double RecordsPerCpuSecond => Records / CpuSeconds;
}
