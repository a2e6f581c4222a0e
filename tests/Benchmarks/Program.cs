using Benchmarks;

// dotnet run -c Release --project tests/Benchmarks                         the cost of filters
// KAFKA_HOME=… dotnet run -c Release --project tests/Benchmarks client   the cost of the Kafka client
if (args is ["client"])
{
    await ClientCost.Run(Environment.GetEnvironmentVariable("KAFKA_HOME") ?? throw new InvalidOperationException("Set KAFKA_HOME."));
    return;
}

Console.WriteLine($"{"what",-46} {"ns/record",10} {"records/CPU-s",14} {"bytes/record",13} {"matched",8}");
var baseline = Measurement.Of("Utf8JsonReader, the same fields", FilterCost.ReadFields);
baseline.Print();
Measurement.Of("JsonDocument, the same fields", FilterCost.ReadDocument).Print();
foreach (var filters in (int[])[4, 100, 1_000])
{
    var evaluate = FilterCost.Evaluate(filters);
    var measured = Measurement.Of($"filters: {filters}", evaluate);
    measured.Print();
    Console.WriteLine($"  {baseline.NanosecondsPerRecord / measured.NanosecondsPerRecord:F1} times as fast as Utf8JsonReader");
}
