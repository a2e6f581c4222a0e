using System.Diagnostics;
using System.Text.Json;
using Librdkafka;
using Servers;

namespace Benchmarks.RiderCost;

/// <summary>
/// What a record costs the client, side by side: each case in a process of its own, so that one's compiled code and garbage do not disturb
/// another, in several rounds, of which the median counts.
/// </summary>
static class RiderBenchmark
{
    /// <summary>Runs one case in this process: an argument for the parent's use, and for profilers.</summary>
    internal const string CaseCommand = "rider-case";

    const int Rounds = 3;
    const int Partitions = 6;
    const string Input = "input";
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    internal static async Task Run(string kafkaHome, IReadOnlyList<string> names)
    {
        var cases = names.Count == 0 ? Case.All : [.. names.Select(Case.Of)];
        var folder = Directory.CreateTempSubdirectory("rider-cost-").FullName;
        await using (var server = await KafkaServer.Start(kafkaHome, folder, CancellationToken.None))
        {
            var bytes = await Fill(server.BootstrapServers);
            Console.WriteLine($"librdkafka {LibraryVersion.Name}, one broker on this machine ({Environment.ProcessorCount} processors), "
                + $"{Partitions} partitions, {Window.Measured:N0} JSON records of {bytes} bytes after {Window.WarmUp:N0} to warm up, "
                + $"{Rounds} rounds");
            if (!ConfluentLoops.CanRun) Console.WriteLine("Confluent.Kafka is left out: it needs librdkafka 2.1, set LIBRDKAFKA_PATH.");
            cases = [.. cases.Where(one => !one.NeedsConfluent || ConfluentLoops.CanRun)];
            var costs = cases.ToDictionary(one => one.Name, _ => new List<Cost>());
            for (var round = 0; round < Rounds; round++)
                foreach (var one in cases) costs[one.Name].Add(await RunChild(server.BootstrapServers, one, round));
            Report.Print(cases, costs);
        }

        Directory.Delete(folder, recursive: true);
    }

    internal static async Task RunCase(string name, string servers, string output)
    {
        var cost = await Case.Of(name).Run(new CaseContext(servers, Input, output, output));
        Console.WriteLine(cost.Line());
    }

    static async Task<Cost> RunChild(string servers, Case one, int round)
    {
        // A topic and a group for each run; the topic goes with it, or the disk fills.
        var output = $"{one.Name}-{round}";
        using var admin = Admin.Create(new Dictionary<string, string> { ["bootstrap.servers"] = servers });
        await admin.CreateTopics([new(output, Partitions, 1, new Dictionary<string, string> { ["file.delete.delay.ms"] = "1000" })]);
        var start = new ProcessStartInfo(Environment.ProcessPath!, [CaseCommand, one.Name, servers, output])
        {
            RedirectStandardOutput = true,
        };
        using var child = System.Diagnostics.Process.Start(start)!;
        var text = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        if (child.ExitCode != 0) throw new InvalidOperationException($"{one.Name} ended with exit code {child.ExitCode}:\n{text}");
        await admin.DeleteTopics([output]);
        return Cost.Parse(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
    }

    /// <summary>Produces the records that consumers read; the size of one.</summary>
    static async Task<int> Fill(string servers)
    {
        Dictionary<string, string> settings = new() { ["bootstrap.servers"] = servers };
        using (var admin = Admin.Create(settings)) await admin.CreateTopics([new(Input, Partitions, 1)]);
        using var producer = Producer.Create(Producing.Settings(settings));
        var value = Array.Empty<byte>();
        for (var number = 0; number < Window.Available; number++)
        {
            value = JsonSerializer.SerializeToUtf8Bytes(Order.Of(number), Order.Json);
            var key = System.Text.Encoding.UTF8.GetBytes(Order.KeyOf(number));
            Producing.Send(producer, Input, number % Partitions, key, value);
        }

        if (!producer.Flush(Timeout)) throw new TimeoutException("The input was not acknowledged in time.");
        return value.Length;
    }
}
