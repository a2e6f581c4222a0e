namespace Streams.Tests;

/// <summary>What the generated script says of deduplicated sources; that Flink does the same is tested with routing.</summary>
public class DedupeAsSql
{
    const string Filtered = """
        sources:
          - { id: events, topic: raw, dedupe: { by: entity.id, keep: 1h } }
          - { id: others, topic: other, dedupe: { by: id, keep: 2h } }
          - { id: plain, topic: third }
        filters:
          - { id: a, source: events, name: A, consumerId: c, outputTopic: out-a, enabled: true, status: active, conditions: [&] }
          - { id: b, source: others, name: B, consumerId: c, outputTopic: out-b, enabled: true, status: active, conditions: [&] }
          - { id: d, source: plain, name: D, consumerId: c, outputTopic: out-d, enabled: true, status: active, conditions: [&] }
        """;

    const string Joined = """

        joins:
          - id: j
            type: latest
            kind: inner
            enabled: true
            status: active
            many: { as: row, source: events, key: entity.id, on: entity.on }
            one: { as: other, source: others, key: entity.id }
            select: { id: row.entity.id }
            outputTopic: joined
        """;

    [Fact]
    public void Filters_read_the_first_rows_of_each_id_and_the_longest_time_is_set()
    {
        var sql = Generate(Filtered);

        sql.ShouldContain("ROW_NUMBER() OVER (PARTITION BY `entity.id` ORDER BY read_at ASC)");
        sql.ShouldContain("FROM `events-source-first`\nWHERE");
        sql.ShouldContain("FROM `others-source-first`\nWHERE");
        sql.ShouldContain("FROM `plain-source-values`\nWHERE");
        sql.ShouldContain("-- How long ids are kept (events 01:00:00, others 02:00:00): one time for the whole job, the longest.\n"
            + "SET 'table.exec.state.ttl' = '7200000 ms';");
    }

    [Fact]
    public void Where_joins_have_state_too_ids_are_kept_for_ever_and_the_script_says_so()
    {
        var sql = Generate(Filtered + Joined);

        sql.ShouldContain("FROM `others-source-first`");
        sql.ShouldContain("-- Ids are kept for ever, not (events 01:00:00, others 02:00:00): SET 'table.exec.state.ttl' = '7200000 ms';");
        sql.ShouldNotContain("\nSET 'table.exec.state.ttl'");
    }

    [Fact]
    public void Nothing_is_said_without_dedupe_and_the_other_dialect_is_refused()
    {
        Generate(Filtered.Replace(", dedupe: { by: entity.id, keep: 1h }", "").Replace(", dedupe: { by: id, keep: 2h }", ""))
            .ShouldNotContain("state.ttl");
        Should.Throw<ArgumentException>(() => Generate(Filtered, SqlDialect.Confluent))
            .Message.ShouldBe("source 'events': dedupe is written for the dialect flink only");
    }

    static string Generate(string yaml, SqlDialect dialect = SqlDialect.Flink) => FlinkSql.Generate(
        Conditions.Read(yaml.Replace("&", "{ field: event_type, operator: isNull }")), new FlinkSqlOptions { Dialect = dialect });
}
