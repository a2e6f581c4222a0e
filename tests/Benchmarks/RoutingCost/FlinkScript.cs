using Contracts;

namespace Benchmarks.RoutingCost;

/// <summary>The shipped pipeline as Flink SQL.</summary>
static class FlinkScript
{
    const string Columns = "record_key BYTES, record_value BYTES, headers MAP<STRING, BYTES> METADATA";

    const string Formats = "'key.format' = 'raw', 'key.fields' = 'record_key', "
        + "'value.format' = 'raw', 'value.fields-include' = 'EXCEPT_KEY'";

    /// <summary>Writes the script.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="place">The broker, and a name for the consumer group and the transactional ids.</param>
    /// <param name="exactlyOnce">Whether the sinks use transactions.</param>
    internal static void Write(string file, RoutingPlace place, bool exactlyOnce)
    {
        var filters = RoutingPipelines.FilterOfKind.Values.DistinctBy(filter => filter.Id).ToList();
        var source = $"""
            CREATE TABLE source ({Columns}) WITH (
              {Connector(Topics.RawBusinessEvents, place)}, 'properties.group.id' = '{place.Run}', 'scan.startup.mode' = 'earliest-offset');
            CREATE TEMPORARY VIEW events AS SELECT record_key, record_value, headers,
              {Text("event_type")}, {Text("event_name")}, {Text("__op")} FROM source;
            """;
        var guarantee = exactlyOnce ? "exactly-once" : "at-least-once";
        var sinks = filters.Select((filter, number) => $"""
            CREATE TABLE sink_{number} ({Columns}) WITH (
              {Connector(filter.OutputTopic, place)}, 'sink.delivery-guarantee' = '{guarantee}',
              'sink.transactional-id-prefix' = '{place.Run}-{number}', 'properties.transaction.timeout.ms' = '60000');
            """);
        var inserts = filters.Select((filter, number) => $"""
            INSERT INTO sink_{number} SELECT record_key, record_value, MAP[
              '{HeaderNames.FilterId}', ENCODE('{filter.Id}', 'UTF-8'), '{HeaderNames.ConsumerId}', ENCODE('{filter.ConsumerId}', 'UTF-8'),
              '{HeaderNames.FilteredAt}',
              ENCODE(DATE_FORMAT(CURRENT_TIMESTAMP, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), 'UTF-8')] FROM events WHERE {Condition(filter.Id)};
            """);
        File.WriteAllLines(file, ["SET 'table.local-time-zone' = 'UTC';", source, .. sinks, .. inserts]);
    }

    static string Connector(string topic, RoutingPlace place) =>
        $"'connector' = 'kafka', 'topic' = '{topic}', 'properties.bootstrap.servers' = '{place.Servers}',\n  {Formats}";

    static string Text(string field) =>
        $"JSON_VALUE(DECODE(record_value, 'UTF-8'), 'lax $.{field}' NULL ON EMPTY NULL ON ERROR) AS `{field}`";

    static string Condition(string filter) => "`__op` = 'c' AND " + filter switch
    {
        "car-created-filter" => "event_type = 'CarCreated'",
        "loan-created-filter" => "event_type = 'LoanCreated'",
        "loan-payment-submitted-filter" => "event_type = 'LoanPaymentSubmitted'",
        "service-events-filter" => "(event_type = 'CarServiceDone' OR event_name = 'CarServiceDone')",
        _ => throw new InvalidOperationException($"The shipped pipeline has a filter '{filter}' that has no SQL here."),
    };
}
