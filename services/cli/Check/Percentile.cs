namespace Cli;

/// <summary>The nearest-rank percentile of measured values.</summary>
static class Percentile
{
    public static double? Of(IReadOnlyList<double> sorted, double share) =>
        sorted.Count == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
}
