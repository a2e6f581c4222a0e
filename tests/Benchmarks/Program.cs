using Benchmarks;
using Benchmarks.JoinCost;
using Benchmarks.RiderCost;
using Benchmarks.RoutingCost;

// dotnet run -c Release --project tests/Benchmarks                         the cost of filters
// dotnet run -c Release --project tests/Benchmarks state                   what keyed state costs, beside a dictionary
// KAFKA_HOME=… dotnet run -c Release --project tests/Benchmarks client   the cost of the Kafka client
// KAFKA_HOME=… dotnet run -c Release --project tests/Benchmarks rider    what the rider costs, beside plain loops and MassTransit alone
// KAFKA_HOME=… FLINK_HOME=… dotnet run -c Release --project tests/Benchmarks routing   what routing costs, beside a plain loop and Flink
// KAFKA_HOME=… FLINK_HOME=… dotnet run -c Release --project tests/Benchmarks joins     what a join costs, beside Flink
// KAFKA_HOME=… dotnet run -c Release --project tests/Benchmarks latency    how long a record takes through a filter and through a join

// The heap that Apache Kafka's own script gives a broker. Distributions packed for small machines give less; their brokers then stop to
// collect garbage several times a second.
const string KafkaHeap = "KAFKA_HEAP_OPTS";
if (Environment.GetEnvironmentVariable(KafkaHeap) is null) Environment.SetEnvironmentVariable(KafkaHeap, "-Xmx1G -Xms1G");
await (args switch
{
    ["client"] => ClientCost.Run(Runtimes.KafkaHome),
    ["state"] => StateCost.Run(),
    ["rider", .. var cases] => RiderBenchmark.Run(Runtimes.KafkaHome, cases),
    [RiderBenchmark.CaseCommand, var name, var servers, var output] => RiderBenchmark.RunCase(name, servers, output),
    ["routing", .. var cases] => RoutingBenchmark.Run(Runtimes.KafkaHome, cases),
    ["latency"] => LatencyBenchmark.Run(Runtimes.KafkaHome),
    ["joins", .. var cases] => JoinBenchmark.Run(Runtimes.KafkaHome, cases),
    [RoutingEngines.Command, .. var arguments] => Task.Run(() => RoutingEngines.Run(arguments)),
    _ => Task.Run(FilterCost.Run),
});
