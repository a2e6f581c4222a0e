namespace Benchmarks;

/// <summary>Real systems that benchmarks start.</summary>
static class Runtimes
{
    /// <exception cref="InvalidOperationException">It is not known.</exception>
    internal static string KafkaHome =>
        Environment.GetEnvironmentVariable("KAFKA_HOME") ?? throw new InvalidOperationException("Set KAFKA_HOME to a Kafka distribution.");

    /// <summary>Null: there is none.</summary>
    internal static string? FlinkHome => Environment.GetEnvironmentVariable("FLINK_HOME");
}
