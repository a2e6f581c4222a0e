using System.Text;
using Benchmarks.RoutingCost;
using Servers;
using Streams;

namespace Benchmarks.JoinCost;

/// <summary>The programs that join, each as a process of its own.</summary>
static class JoinEngines
{
    /// <summary>The service as it is shipped, with one of the shipped joins.</summary>
    internal static ChildProcess Service(RoutingPlace place, bool exactlyOnce)
    {
        var pipelines = Directory.CreateDirectory(Path.Combine(place.Folder, "pipelines")).FullName;
        File.WriteAllText(Path.Combine(pipelines, "enrichments.yaml"), LoansWithCars());
        return ChildProcess.Start(
            "Routing",
            [
                RoutingEngines.Binary, $"--Kafka:BootstrapServers={place.Servers}", $"--Pipelines:Path={pipelines}",
                $"--Routing:StateFolder={Path.Combine(place.Folder, "state")}", "--Routing:TaskMemoryMb=128",
                $"--Routing:CommitIntervalMs={PlainLoop.CommitInterval.TotalMilliseconds}", "--urls=http://127.0.0.1:0",
                RoutingEngines.Delivery(exactlyOnce),
            ],
            place.LogFile, workingDirectory: place.Folder);
    }

    /// <summary>The same pipeline's SQL, as Flink runs it: state in RocksDB, a checkpoint a second.</summary>
    internal static ChildProcess Flink(RoutingPlace place, bool exactlyOnce)
    {
        var pipeline = PipelineFile.Parse("enrichments.yaml", Encoding.UTF8.GetBytes(LoansWithCars())).Pipeline!;
        return RoutingEngines.Flink(place, pipeline, exactlyOnce);
    }

    /// <summary>The shipped pipeline without its second join.</summary>
    static string LoansWithCars()
    {
        var yaml = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "pipelines", "enrichments.yaml"));
        return yaml[..yaml.IndexOf("  - id: payments-with-loans", StringComparison.Ordinal)];
    }
}
