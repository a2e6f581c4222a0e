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

    const int Records = 30_000 * RoutingInput.Round;
    const int FlinkRecords = 16_000 * RoutingInput.Round;

    internal static async Task Run(string kafkaHome, IReadOnlyList<string> names)
    {
        RoutingCase[] cases = names.Count == 0 ? RoutingCase.All : [.. names.Select(RoutingCase.Of)];
        if (Runtimes.FlinkHome is null) cases = [.. cases.Where(one => !one.IsFlink)];
        var folder = Directory.CreateTempSubdirectory("routing-cost-").FullName;
        await using (var server = await KafkaServer.Start(kafkaHome, Path.Combine(folder, "kafka"), CancellationToken.None))
        {
            Dictionary<string, string> connection = new() { ["bootstrap.servers"] = server.BootstrapServers };
            using var admin = Admin.Create(connection);
            await admin.CreateTopics(Topics.All.Select(topic => new NewTopic(topic.Name, topic.Partitions, 1, topic.Settings())));
            Tell(RoutingInput.Fill(connection, Records));
            using var outputs = new OutputTopics(connection);
            var runs = new RoutingRuns(server.BootstrapServers, folder, admin, outputs);
            await runs.Measure([.. cases.Where(one => !one.IsFlink)], Rounds, Records);
            await RoutingInput.Keep(admin, FlinkRecords, Records);
            await runs.Measure([.. cases.Where(one => one.IsFlink)], FlinkRounds, FlinkRecords);
            RoutingReport.Print(cases, runs.Costs);
        }

        Directory.Delete(folder, recursive: true);
    }

    static void Tell(int bytes)
    {
        Console.WriteLine($"librdkafka {LibraryVersion.Name}, one broker on this machine ({Environment.ProcessorCount} processors), "
            + $"{Topics.EventPartitions} partitions, {Records:N0} records of {bytes:N0} bytes, {FlinkRecords:N0} for Flink, "
            + $"{RoutingPipelines.FilterOfKind.Count} of {SampleRecords.Types.Length} pass one filter, {Rounds} rounds");
        Console.WriteLine("What is measured: the CPU time of the engine's process between the first half of the records and the "
            + "last tenth; what runtimes still compiled in that time is part of it.");
        if (Runtimes.FlinkHome is null) Console.WriteLine("Flink is left out: set FLINK_HOME to its SQL runner.");
    }
}
