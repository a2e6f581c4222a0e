using System.Diagnostics;
using Benchmarks.RoutingCost;
using Contracts;
using Librdkafka;
using Servers;

namespace Benchmarks.JoinCost;

/// <summary>
/// What it costs to join a record: the service and Flink SQL, each in a process of its own against the same broker, with the same records.
/// Measured is the CPU time of the engine's process from the first record after a warm-up with other keys until its output stands still.
/// </summary>
static class JoinBenchmark
{
    const int WarmUp = 250_000;
    const int Records = 500_000;
    const string Join = Topics.LoansWithCars;
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    internal static async Task Run(string kafkaHome, IReadOnlyList<string> names)
    {
        JoinCase[] cases =
        [
            .. JoinCase.All.Where(one => names.Count == 0 || names.Contains(one.Name))
                .Where(one => Runtimes.FlinkHome is not null || !one.IsFlink),
        ];
        Dictionary<string, EngineCost> costs = [];
        Console.WriteLine($"{WarmUp:N0} records to warm up, {Records:N0} measured, one broker on this machine "
            + $"({Environment.ProcessorCount} processors)");
        foreach (var one in cases)
        {
            var cost = costs[one.Name] = await Measure(one, kafkaHome);
            Console.WriteLine($"{one.Title,-40} {cost.RecordsPerSecond,10:N0} records/s {cost.CpuPerMillion,8:F2} CPU-s/million "
                + $"{cost.CompilingPerMillion,6:F2} compiling {cost.RecordsPerCpuSecond,10:N0} records/CPU-s");
        }

        var routing = costs.GetValueOrDefault("routing-once");
        Promise.AtLeast("CPU of Flink SQL / routing, exactly-once", Ratio(costs.GetValueOrDefault("flink-once"), routing), 8);
        Promise.AtLeast(
            "CPU of Flink SQL / routing, at-least-once", Ratio(costs.GetValueOrDefault("flink"), costs.GetValueOrDefault("routing")), 8);
        Promise.AtLeast("Aim: records/CPU-s of routing, exactly-once", routing?.RecordsPerCpuSecond, 60_000);
    }

    static double? Ratio(EngineCost? cost, EngineCost? to) => cost?.CpuPerMillion / to?.CpuPerMillion;

    /// <summary>With a broker of its own, so that each finds the same.</summary>
    static async Task<EngineCost> Measure(JoinCase one, string kafkaHome)
    {
        var folder = Directory.CreateTempSubdirectory("join-cost-").FullName;
        EngineCost cost;
        await using (var server = await KafkaServer.Start(kafkaHome, Path.Combine(folder, "kafka"), CancellationToken.None))
            cost = await Measure(one, new RoutingPlace(server.BootstrapServers, folder, one.Name));
        Directory.Delete(folder, recursive: true);
        return cost;
    }

    static async Task<EngineCost> Measure(JoinCase one, RoutingPlace place)
    {
        Dictionary<string, string> connection = new() { ["bootstrap.servers"] = place.Servers };
        using (var admin = Admin.Create(connection))
            await admin.CreateTopics(Topics.All.Select(topic => new NewTopic(topic.Name, topic.Partitions, 1, topic.Settings())));
        using var watch = Consumer.Create(new Dictionary<string, string>(connection) { ["group.id"] = "join-cost-watch" });
        await using var engine = one.Start(place);
        var compiler = new CompilerThreads(engine.Id);
        JoinInput.Produce(connection, "warm", WarmUp);
        await Still(engine, compiler, watch, 0);

        var written = Written(watch);
        var before = Used(engine, compiler);
        var started = Stopwatch.GetTimestamp();
        JoinInput.Produce(connection, "join", Records);
        var ended = await Still(engine, compiler, watch, written);
        var after = Used(engine, compiler);
        return new EngineCost(
            Records, Stopwatch.GetElapsedTime(started, ended).TotalSeconds, (after.Cpu - before.Cpu).TotalSeconds,
            (after.Compiling - before.Compiling).TotalSeconds);
    }

    /// <summary>Waits until the output has grown and then stands still; when it last grew.</summary>
    static async Task<long> Still(ChildProcess engine, CompilerThreads compiler, Consumer watch, long from)
    {
        var started = Stopwatch.GetTimestamp();
        var (last, since) = (from, started);
        while (last <= from || Stopwatch.GetElapsedTime(since) < Silence)
        {
            await Task.Delay(Interval);
            // Its threads end when they have nothing to do.
            compiler.ProcessorTime();
            if (engine.HasExited || Stopwatch.GetElapsedTime(started) > Timeout)
                throw new InvalidOperationException($"{engine.Name} wrote {last:N0} records:\n{string.Join('\n', engine.LastLines(15))}");
            if (Written(watch) is var now && now == last) continue;
            (last, since) = (now, Stopwatch.GetTimestamp());
        }

        return since;
    }

    static long Written(Consumer watch) => Enumerable.Range(0, Topics.EventPartitions)
        .Sum(partition => watch.WatermarkOffsets(new TopicPartition(Join, partition), Timeout).High);

    static (TimeSpan Cpu, TimeSpan Compiling) Used(ChildProcess engine, CompilerThreads compiler)
    {
        using var process = Process.GetProcessById(engine.Id);
        return (process.TotalProcessorTime, compiler.ProcessorTime());
    }
}

/// <summary>One engine to measure.</summary>
sealed record JoinCase(string Name, string Title, Func<RoutingPlace, ChildProcess> Start)
{
    /// <summary>Needs another runtime.</summary>
    internal bool IsFlink { get; init; }

    internal static readonly JoinCase[] All =
    [
        new("routing", "routing, at-least-once", place => JoinEngines.Service(place, exactlyOnce: false)),
        new("routing-once", "routing, exactly-once", place => JoinEngines.Service(place, exactlyOnce: true)),
        new("flink-once", "Flink SQL, exactly-once", place => JoinEngines.Flink(place, exactlyOnce: true)) { IsFlink = true },
        new("flink", "Flink SQL, at-least-once", place => JoinEngines.Flink(place, exactlyOnce: false)) { IsFlink = true },
    ];
}
