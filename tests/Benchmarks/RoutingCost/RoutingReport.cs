namespace Benchmarks.RoutingCost;

/// <summary>The table, and what routing promises.</summary>
static class RoutingReport
{
    internal static void Print(IReadOnlyList<RoutingCase> cases, IReadOnlyDictionary<string, List<EngineCost>> costs)
    {
        Console.WriteLine(
            $"{"what",-40} {"records/s",10} {"CPU-s/million",14} {"compiling",10} {"records/CPU-s",14}   CPU-s/million of each round");
        foreach (var one in cases)
        {
            var rounds = costs[one.Name];
            Console.WriteLine(
                $"{one.Title,-40} {Median(rounds, cost => cost.RecordsPerSecond),10:N0} {Median(rounds, cost => cost.CpuPerMillion),14:F2} "
                + $"{Median(rounds, cost => cost.CompilingPerMillion),10:F2} {Median(rounds, cost => cost.RecordsPerCpuSecond),14:N0}   "
                + string.Join(' ', rounds.Select(cost => cost.CpuPerMillion.ToString("F2"))));
        }

        Console.WriteLine();
        double? Cpu(string name) => costs.TryGetValue(name, out var rounds) ? Median(rounds, cost => cost.CpuPerMillion) : null;
        double? Settled(string name) => costs.TryGetValue(name, out var rounds) ? Median(rounds, cost => cost.SettledPerMillion) : null;
        foreach (var (suffix, guarantee) in new[] { ("", "at-least-once"), ("-once", "exactly-once") })
        {
            var (four, thousand) = (Cpu("routing-4" + suffix), Cpu("routing-1000" + suffix));
            Promise.AtMost($"CPU of routing / plain loop, {guarantee}", four / Cpu("loop" + suffix), 1.4);
            Promise.AtLeast($"CPU of Flink SQL / routing, {guarantee}", Cpu("flink" + suffix) / four, 12);
            Promise.AtLeast($"  without compiling, {guarantee}", Settled("flink" + suffix) / Settled("routing-4" + suffix), 12);
            Promise.AtMost($"CPU of routing, 1,000 filters / 4 filters, {guarantee}", thousand / four, 1.3);
            Promise.AtLeast($"Aim: records/CPU-s of routing, 4 filters, {guarantee}", 1e6 / four, 250_000);
        }
    }

    static double Median(List<EngineCost> rounds, Func<EngineCost, double> value) =>
        rounds.Select(value).Order().ElementAt(rounds.Count / 2);
}
