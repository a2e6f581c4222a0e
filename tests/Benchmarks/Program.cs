using Benchmarks;
using Benchmarks.RiderCost;

// dotnet run -c Release --project tests/Benchmarks                         the cost of filters
// dotnet run -c Release --project tests/Benchmarks state                   what keyed state costs, beside a dictionary
// KAFKA_HOME=… dotnet run -c Release --project tests/Benchmarks client   the cost of the Kafka client
// KAFKA_HOME=… dotnet run -c Release --project tests/Benchmarks rider    what the rider costs, beside plain loops and MassTransit alone
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
    case ["state"]:
        await StateCost.Run();
        break;
    default:
        FilterCost.Run();
        break;
}

static string KafkaHome() =>
    Environment.GetEnvironmentVariable("KAFKA_HOME") ?? throw new InvalidOperationException("Set KAFKA_HOME to a Kafka distribution.");
