namespace Benchmarks.RiderCost;

/// <summary>The table, and what the rider promises.</summary>
static class Report
{
    internal static void Print(IReadOnlyList<Case> cases, IReadOnlyDictionary<string, List<Cost>> costs)
    {
        Console.WriteLine($"{"what",-60} {"records/s",10} {"CPU-s/million",14} {"bytes/record",13}   CPU-s/million of each round");
        foreach (var one in cases)
        {
            var rounds = costs[one.Name];
            Console.WriteLine(
                $"{one.Title,-60} {Median(rounds, cost => cost.RecordsPerSecond),10:F0} {Median(rounds, cost => cost.CpuPerMillion),14:F2} "
                + $"{Median(rounds, cost => cost.BytesPerRecord),13:F0}   "
                + string.Join(' ', rounds.Select(cost => cost.CpuPerMillion.ToString("F2"))));
        }

        Console.WriteLine();
        double? Cpu(string name) => costs.TryGetValue(name, out var rounds) ? Median(rounds, cost => cost.CpuPerMillion) : null;
        double? Speed(string name) => costs.TryGetValue(name, out var rounds) ? Median(rounds, cost => cost.RecordsPerSecond) : null;
        Promise.AtMost("CPU of the processor / plain loop", Cpu("processor") / Cpu("plain-consume"), 1.2);
        var parts = Cpu("confluent-consume") + Cpu("pipe");
        Promise.AtMost("CPU of the typed consumer / (Confluent loop + receive pipe)", Cpu("consumer") / parts, 1);
        Promise.AtMost("  the aim beyond", Cpu("consumer") / parts, 0.5);
        Promise.AtMost("CPU of the typed producer / ProduceAsync", Cpu("producer") / Cpu("confluent-produce"), 2);
        Promise.AtLeast("records/s of the processor exactly-once / at-least-once", Speed("forward-once") / Speed("forward"), 0.8);
        Promise.AtLeast("records/CPU-s of the processor exactly-once / at-least-once", Cpu("forward") / Cpu("forward-once"), 0.8);
    }

    static double Median(List<Cost> rounds, Func<Cost, double> value) => rounds.Select(value).Order().ElementAt(rounds.Count / 2);
}
