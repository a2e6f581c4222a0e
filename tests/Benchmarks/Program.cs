using Benchmarks;
using Benchmarks.RiderCost;
using Benchmarks.RoutingCost;

// dotnet run -c Release --project tests/Benchmarks                         the cost of filters
// KAFKA_HOME=… dotnet run -c Release --project tests/Benchmarks client   the cost of the Kafka client
// KAFKA_HOME=… dotnet run -c Release --project tests/Benchmarks rider    what the rider costs, beside plain loops and MassTransit alone
// KAFKA_HOME=… FLINK_HOME=… dotnet run -c Release --project tests/Benchmarks routing   what routing costs, beside a plain loop and Flink
switch (args)
{
    case ["client"]:
        await ClientCost.Run(KafkaHome());
        break;
    case ["rider", .. var cases]:
        await RiderBenchmark.Run(KafkaHome(), cases);
        break;
    case [RiderBenchmark.CaseCommand, var name, var servers, var output]:
        await RiderBenchmark.RunCase(name, servers, output);
        break;
    case ["routing", .. var cases]:
        await RoutingBenchmark.Run(KafkaHome(), cases);
        break;
    case [RoutingEngines.AtLeastOnceCommand, .. var arguments]:
        await AtLeastOnceRouting.Run(arguments);
        break;
    case [RoutingEngines.LoopCommand, var servers, var group, var exactlyOnce]:
        RoutingLoop.Run(servers, group, bool.Parse(exactlyOnce));
        break;
    default:
        FilterCost.Run();
        break;
}

static string KafkaHome() =>
    Environment.GetEnvironmentVariable("KAFKA_HOME") ?? throw new InvalidOperationException("Set KAFKA_HOME to a Kafka distribution.");
