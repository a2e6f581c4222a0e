using Contracts;
using Librdkafka;
using Servers;

namespace Benchmarks.RoutingCost;

/// <summary>
/// What it costs to route a record: the service, a loop that only copies, and Flink SQL, each in a process of its own against the same
/// broker, with the same records, in several rounds, of which the median counts.
/// </summary>
static class RoutingBenchmark
{
    const int Rounds = 3;

    /// <summary>Flink's are fewer: it takes longer for each.</summary>
    const int FlinkRounds = 1;

    const int Records = 20_000 * RoutingInput.Round;
    const int FlinkRecords = 8_000 * RoutingInput.Round;

    internal static async Task Run(string kafkaHome, IReadOnlyList<string> names)
    {
        RoutingCase[] cases = names.Count == 0 ? RoutingCase.All : [.. names.Select(RoutingCase.Of)];
        if (RoutingEngines.FlinkHome is null) cases = [.. cases.Where(one => !one.IsFlink)];
        var folder = Directory.CreateTempSubdirectory("routing-cost-").FullName;
        await using (var server = await KafkaServer.Start(kafkaHome, Path.Combine(folder, "kafka"), CancellationToken.None))
        {
            Dictionary<string, string> connection = new() { ["bootstrap.servers"] = server.BootstrapServers };
            using var admin = Admin.Create(connection);
            await admin.CreateTopics(Topics.All.Select(topic => new NewTopic(topic.Name, topic.Partitions, 1, topic.Settings())));
            var bytes = RoutingInput.Fill(connection, Records);
            Console.WriteLine($"librdkafka {LibraryVersion.Name}, one broker on this machine ({Environment.ProcessorCount} processors), "
                + $"{Topics.EventPartitions} partitions, {Records:N0} records of {bytes:N0} bytes, {FlinkRecords:N0} for Flink, "
                + $"{RoutingPipelines.FilterOfKind.Count} of {SampleRecords.Types.Length} pass one filter, {Rounds} rounds");
            if (RoutingEngines.FlinkHome is null) Console.WriteLine("Flink is left out: set FLINK_HOME to its SQL runner.");
            using var outputs = new OutputTopics(connection);
            var costs = cases.ToDictionary(one => one.Name, _ => new List<EngineCost>());
            await RunAll([.. cases.Where(one => !one.IsFlink)], Rounds, Records);
            await RoutingInput.Keep(admin, FlinkRecords, Records);
            await RunAll([.. cases.Where(one => one.IsFlink)], FlinkRounds, FlinkRecords);
            RoutingReport.Print(cases, costs);

            async Task RunAll(RoutingCase[] some, int rounds, int records)
            {
                for (var round = 1; round <= rounds; round++)
                    foreach (var one in some)
                    {
                        var run = $"{one.Name}-{round}";
                        var place = new RoutingPlace(server.BootstrapServers, Directory.CreateDirectory(Path.Combine(folder, run)).FullName, run);
                        costs[one.Name].Add(await RunOne(one, place, outputs, admin, records));
                        await Console.Error.WriteLineAsync(
                            $"round {round} of {rounds}: {one.Title}: {costs[one.Name][^1].CpuPerMillion:F2} CPU-s/million");
                    }
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    static async Task<EngineCost> RunOne(RoutingCase one, RoutingPlace place, OutputTopics outputs, Admin admin, int records)
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
