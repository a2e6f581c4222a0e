using Contracts;
using Librdkafka;

namespace Benchmarks.RoutingCost;

/// <summary>Runs engines one after the other over the same input.</summary>
sealed class RoutingRuns(string servers, string folder, Admin admin, OutputTopics outputs)
{
    readonly Dictionary<string, List<EngineCost>> costs = [];

    /// <summary>The costs of each round, by the name of the case.</summary>
    internal IReadOnlyDictionary<string, List<EngineCost>> Costs => costs;

    internal async Task Measure(IReadOnlyList<RoutingCase> cases, int rounds, int records)
    {
        for (var round = 1; round <= rounds; round++)
            foreach (var one in cases)
            {
                var run = $"{one.Name}-{round}";
                var place = new RoutingPlace(servers, Directory.CreateDirectory(Path.Combine(folder, run)).FullName, run);
                var cost = await Measure(one, place, records);
                if (!costs.TryAdd(one.Name, [cost])) costs[one.Name].Add(cost);
                await Console.Error.WriteLineAsync($"round {round} of {rounds}: {one.Title}: {cost.CpuPerMillion:F2} CPU-s/million");
            }
    }

    async Task<EngineCost> Measure(RoutingCase one, RoutingPlace place, int records)
    {
        await using var engine = one.Start(place);
        var cost = await new RoutingWatch(engine, outputs).Measure(records);
        await outputs.Clear(admin);

        // The service's group is always the same, and the next run begins at the beginning.
        var groups = await admin.Groups();
        await admin.DeleteGroups(groups.Select(group => group.Name).Where(name => name == Groups.Routing));
        return cost;
    }
}
