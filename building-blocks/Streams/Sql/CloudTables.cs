namespace Streams;

/// <summary>
/// Tables of Confluent Cloud for Apache Flink. A topic without a registered schema is a table already, of <c>key</c> and <c>val</c> as
/// bytes; headers must be asked for; delivery is exactly once and reading starts at the earliest offset by its own settings.
/// </summary>
sealed class CloudTables : IKafkaTables
{
    const string Key = "key";
    const string Headers = "headers";

    public string Value => "val";

    public IReadOnlyList<string> Carried => [Key, Headers];

    public string Settings => "SET 'sql.local-time-zone' = 'UTC';";

    public string CreateView => "CREATE VIEW";

    public string SourceName(Source source) => source.Topic;

    public string SinkName(Filter filter) => filter.OutputTopic;

    public string Source(Source source) => WithHeaders(source.Topic);

    public string Sink(Filter filter) => WithHeaders(filter.OutputTopic);

    public string Columns => $"({SqlText.Name(Key)}, {SqlText.Name(Value)}, {SqlText.Name(Headers)})";

    public string Selected(string value, string addedHeaders) =>
        $"{SqlText.Name(Key)}, {value}, MAP_UNION({SqlText.Name(Headers)}, {addedHeaders})";

    static string WithHeaders(string topic) =>
        $"{SqlText.Comment("Once for each topic; leave it out where the table has the column already.")}\n" +
        $"ALTER TABLE {SqlText.Name(topic)} ADD ({SqlText.Name(Headers)} MAP<STRING NOT NULL, BYTES NOT NULL> METADATA);";
}
