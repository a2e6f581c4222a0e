namespace Streams;

/// <summary>Tables of Flink's Kafka connector: key and value as bytes, headers and timestamp as metadata.</summary>
sealed class ConnectorTables(Pipeline pipeline, FlinkSqlOptions options) : IKafkaTables
{
    /// <summary>Kafka's default of transaction.max.timeout.ms; the connector asks for an hour, which brokers refuse.</summary>
    public const string TransactionTimeoutMilliseconds = "900000";

    const string Key = "record_key";
    const string RecordValue = "record_value";
    const string Headers = "record_headers";
    const string Time = "record_time";

    public string Value => RecordValue;

    public IReadOnlyList<string> Carried => [Key, Headers, Time];

    public string Settings => "SET 'table.local-time-zone' = 'UTC';";

    public string CreateView => "CREATE TEMPORARY VIEW";

    public string Columns => $"({Key}, {Value}, {Headers}, {Time})";

    public string SourceName(Source source) => $"{source.Id}-source";

    /// <summary>One for each filter, also of one topic: each has transactions of its own.</summary>
    public string SinkName(Filter filter) => $"{filter.Id}-sink";

    public string Source(Source source) => source.Kind == SourceKind.Table ? Upserts(source) : Table(SourceName(source), source.Topic,
    [
        ("properties.group.id", options.Group ?? $"flink-{pipeline.Name}"), ("properties.auto.offset.reset", "earliest"),
        ("properties.isolation.level", "read_committed"), ("scan.startup.mode", "group-offsets"),
    ]);

    public string Sink(Filter filter) => Table(SinkName(filter), filter.OutputTopic, options.ExactlyOnce
        ?
        [
            ("sink.delivery-guarantee", "exactly-once"), ("sink.transactional-id-prefix", $"flink-{filter.Id}"),
            ("properties.transaction.timeout.ms", TransactionTimeoutMilliseconds),
        ]
        : [("sink.delivery-guarantee", "at-least-once")]);

    public string Selected(string value, string addedHeaders) => $"{Key}, {value}, MAP_UNION({Headers}, {addedHeaders}), {Time}";

    /// <summary>The last record of each key; a tombstone retracts it.</summary>
    string Upserts(Source source)
    {
        (string Name, string Value)[] settings =
        [
            ("connector", "upsert-kafka"), ("topic", source.Topic), ("properties.bootstrap.servers", options.Brokers),
            ("properties.group.id", options.Group ?? $"flink-{pipeline.Name}"), ("properties.isolation.level", "read_committed"),
            ("key.format", "raw"), ("value.format", "raw"), ("value.fields-include", "EXCEPT_KEY"),
        ];
        return Create(SourceName(source), settings, $",\n  PRIMARY KEY ({Key}) NOT ENFORCED");
    }

    string Table(string name, string topic, IEnumerable<(string Name, string Value)> settings) => Create(name,
    [
        ("connector", "kafka"), ("topic", topic), ("properties.bootstrap.servers", options.Brokers), .. settings,
        ("key.format", "raw"), ("key.fields", Key), ("value.format", "raw"), ("value.fields-include", "EXCEPT_KEY"),
    ]);

    static string Create(string name, (string Name, string Value)[] settings, string constraint = "") => $"""
        CREATE TABLE {SqlText.Name(name)} (
          {Key} BYTES,
          {RecordValue} BYTES,
          {Headers} MAP<STRING NOT NULL, BYTES NOT NULL> METADATA FROM 'headers',
          {Time} TIMESTAMP_LTZ(3) METADATA FROM 'timestamp'{constraint}
        ) WITH (
          {string.Join(",\n  ", settings.Select(setting => $"{SqlText.Literal(setting.Name)} = {SqlText.Literal(setting.Value)}"))}
        );
        """;
}
