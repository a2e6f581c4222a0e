using Servers;
using Streams;

namespace Benchmarks.RoutingCost;

/// <summary>The programs that route, each as a process of its own.</summary>
static class RoutingEngines
{
    /// <summary>Runs an engine in this process: an argument for the parent's use, and for profilers.</summary>
    internal const string Command = "routing-engine";

    const string LoopName = "loop";

    /// <summary>Tasks per operator: one for each processor of the machine that the figures are of.</summary>
    const int FlinkParallelism = 2;

    const int FlinkCheckpointMilliseconds = 1_000;

    /// <summary>Runs an engine that is part of this program until the process is stopped.</summary>
    internal static void Run(string[] arguments)
    {
        if (arguments is [LoopName, var servers, var group, var exactlyOnce]) RoutingLoop.Run(servers, group, bool.Parse(exactlyOnce));
        else throw new ArgumentException($"There is no engine '{string.Join(' ', arguments)}'.");
    }

    /// <summary>The service as it is shipped.</summary>
    internal static ChildProcess Service(RoutingPlace place, int filters, bool exactlyOnce) => ChildProcess.Start(
        "Routing", [Binary, .. Configuration(place, filters), Delivery(exactlyOnce)], place.LogFile, workingDirectory: place.Folder);

    /// <summary>What the service promises, as an argument for it.</summary>
    internal static string Delivery(bool exactlyOnce) => $"--Routing:Delivery={(exactlyOnce ? "exactlyOnce" : "atLeastOnce")}";

    internal static ChildProcess Loop(RoutingPlace place, bool exactlyOnce) => ChildProcess.Start(
        "The loop",
        [Environment.ProcessPath!, Command, LoopName, place.Servers, place.Run, exactlyOnce.ToString()],
        place.LogFile);

    internal static ChildProcess Flink(RoutingPlace place, bool exactlyOnce) => Flink(place, RoutingPipelines.Shipped, exactlyOnce);

    /// <summary>The SQL of a pipeline.</summary>
    internal static ChildProcess Flink(RoutingPlace place, Pipeline pipeline, bool exactlyOnce)
    {
        var script = Path.Combine(place.Folder, "routing.sql");
        var options = new FlinkSqlOptions { Brokers = place.Servers, Group = place.Run, ExactlyOnce = exactlyOnce };
        File.WriteAllText(script, FlinkSql.Generate(pipeline, options));
        string[] command =
        [
            Path.Combine(Runtimes.FlinkHome!, "bin", "flink-sql.sh"), script,
            "--parallelism", FlinkParallelism.ToString(), "--checkpoint-ms", FlinkCheckpointMilliseconds.ToString(),
        ];
        return ChildProcess.Start("Flink", command, place.LogFile);
    }

    /// <summary>Built beside this program, by the same build.</summary>
    internal static string Binary
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(own.Parent!.Parent!.FullName, "Routing", own.Name, "Routing");
        }
    }

    static string[] Configuration(RoutingPlace place, int filters)
    {
        var pipelines = Path.Combine(place.Folder, "pipelines");
        RoutingPipelines.Write(pipelines, filters);
        return
        [
            $"--Kafka:BootstrapServers={place.Servers}", $"--Pipelines:Path={pipelines}",
            $"--Routing:CommitIntervalMs={PlainLoop.CommitInterval.TotalMilliseconds}", "--urls=http://127.0.0.1:0",
        ];
    }
}
