namespace Streams;

/// <summary>Where generated SQL runs, and how.</summary>
public sealed record FlinkSqlOptions
{
    /// <summary>The product whose tables are written.</summary>
    public SqlDialect Dialect { get; init; } = SqlDialect.Flink;

    /// <summary>The brokers, <c>HOST:PORT</c> joined by commas; the Confluent dialect has no use for them.</summary>
    public string Brokers { get; init; } = "localhost:9092";

    /// <summary>The consumer group of a pipeline's sources; null: <c>flink-</c> and the pipeline's name.</summary>
    public string? Group { get; init; }

    /// <summary>Whether each record is written exactly once, in a transaction a checkpoint; else at least once.</summary>
    public bool ExactlyOnce { get; init; } = true;
}

/// <summary>The products that SQL is generated for.</summary>
public enum SqlDialect
{
    /// <summary>flink: open-source Flink with its Kafka connector.</summary>
    Flink,

    /// <summary>confluent: Confluent Cloud for Apache Flink, where topics are tables already.</summary>
    Confluent,
}

/// <summary>The dialects' names.</summary>
public static class SqlDialectNames
{
    /// <summary>Each dialect by its name.</summary>
    public static IReadOnlyDictionary<string, SqlDialect> ByName { get; } = new Dictionary<string, SqlDialect>(StringComparer.Ordinal)
    {
        ["flink"] = SqlDialect.Flink,
        ["confluent"] = SqlDialect.Confluent,
    };
}
