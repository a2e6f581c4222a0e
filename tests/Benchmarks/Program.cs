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
        await ClientCost.Run(Runtimes.KafkaHome);
        break;
    case ["rider", .. var cases]:
        await RiderBenchmark.Run(Runtimes.KafkaHome, cases);
        break;
    case [RiderBenchmark.CaseCommand, var name, var servers, var output]:
        await RiderBenchmark.RunCase(name, servers, output);
        break;
    case ["routing", .. var cases]:
        await RoutingBenchmark.Run(Runtimes.KafkaHome, cases);
        break;
    case [RoutingEngines.Command, .. var arguments]:
        await RoutingEngines.Run(arguments);
        break;
    default:
        FilterCost.Run();
        break;
}
