using System.Text;
using System.Text.Json;
using Contracts;
using Routing.Tests.Support;
using Servers;
using Streams;

namespace Routing.Tests;

/// <summary>The SQL that is generated of a pipeline, on real Flink, writes what routing writes.</summary>
public class SameAsFlink(RealBroker real)
{
    const string Event = """
        {"eventHeader":{"uuid":"e"},"eventBody":{"entities":[{"entityType":"Loan","entityId":"l","updatedAttributes":{"loan":{"balance":
        """;

    [Fact]
    public async Task Records_with_and_without_columns_of_the_capture_reach_the_same_topics_with_the_same_bytes()
    {
        await Compare(
            [.. TestRecord.Golden("01-insert-seed"), .. TestRecord.Golden("02-delete-rewrite"), .. Basic], Pipeline,
            expected => expected.ShouldNotBeEmpty());
    }

    [Fact]
    public async Task Of_the_records_of_an_id_the_same_one_is_the_first()
    {
        var sql = await Compare(Repeated, Deduplicated, expected => expected.Count.ShouldBeInRange(20, Repeated.Count - 20));

        sql.ShouldContain("SET 'table.exec.state.ttl' = '3600000 ms';");
    }

    /// <summary>Runs a pipeline, of a source and its outputs, by routing and as SQL over the same records; both write the same.</summary>
    /// <param name="records">The records.</param>
    /// <param name="yaml">The pipeline.</param>
    /// <param name="check">Looks at what is expected of each output.</param>
    /// <returns>The SQL.</returns>
    async Task<string> Compare(List<TestRecord> records, Func<string, string[], string> yaml, Action<List<string>> check)
    {
        var home = Environment.GetEnvironmentVariable("FLINK_HOME");
        Assert.SkipUnless(home is not null, "needs Flink: set FLINK_HOME to a Flink distribution with bin/flink-sql.sh");
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var source = await broker.Topic("raw");
        string[] routed = [await broker.Topic("routed"), await broker.Topic("routed")];
        string[] written = [await broker.Topic("flink"), await broker.Topic("flink")];
        pipelines.Write(yaml(source, routed));
        broker.Produce(source, records);

        await using (var routing = await RunningRouting.Start(broker, pipelines)) await routing.Read(records.Count);
        var pipeline = PipelineFile.Parse("same.yaml", Encoding.UTF8.GetBytes(yaml(source, written))).Pipeline!;
        var sql = FlinkSql.Generate(pipeline, new FlinkSqlOptions { Brokers = broker.Servers });
        await RunFlink(home!, sql);

        for (var topic = 0; topic < routed.Length; topic++)
        {
            var expected = Shown(broker.ReadAll(routed[topic]));
            check(expected);
            Shown(broker.ReadAll(written[topic])).ShouldBe(expected);
        }
        return sql;
    }

    static string Deduplicated(string source, string[] outputs) => Pipeline(source, outputs)
        .Replace($"topic: {source} ", $"topic: {source}, dedupe: {{ by: id, keep: 1h }} ", StringComparison.Ordinal);

    /// <summary>Most ids several times, with other contents, so that it shows which one was the first; some without, some unreadable.
    /// </summary>
    static List<TestRecord> Repeated { get; } = [.. Enumerable.Range(0, 300).Select(number =>
    {
        var id = $"{number * 7 % 90}";
        var named = number % 10 == 0 ? "" : $"\"id\":\"{id}\",";
        var body = $"{{{named}\"n\":{number},\"__op\":\"{(number % 3 == 0 ? "u" : "c")}\",\"event_data\":{Loan($"{number * 1_000}")}}}";
        return TestRecord.Of(id, number % 11 == 0 ? body[..^1] : body);
    })];

    /// <summary>As the basic connector writes them.</summary>
    static IEnumerable<TestRecord> Basic =>
    [
        TestRecord.Of("a", $$"""{"id":"a","event_type":"LoanCreated","event_data":{{Loan("50000.5")}}}"""),
        TestRecord.Of("b", $$""" {"id":"b","__table":"business_events","event_data":{{Loan("1")}} } """),
        TestRecord.Of("c", $$"""{"id":"c","__op":"u","event_data":{{Loan("70000")}}}"""),
        TestRecord.Of("d", "{ }"), TestRecord.Of("e", "no JSON"), TestRecord.Of("f", null), TestRecord.Of("g", """{"event_data":"{"}"""),
    ];

    static string Pipeline(string source, string[] outputs) => $$"""
        name: same
        sources: [{ id: raw, topic: {{source}} }]
        filters:
          - id: inserts
            name: Inserts
            consumerId: someone's
            outputTopic: {{outputs[0]}}
            enabled: true
            status: deployed
            conditions: [{ field: __op, operator: equals, value: c }]
          - id: large-loans
            name: Large loans
            consumerId: someone
            outputTopic: {{outputs[1]}}
            enabled: true
            status: deployed
            conditions: [{ field: entity.balance, operator: greaterThan, value: 50000, valueType: number }]
        """;

    static async Task RunFlink(string home, string sql)
    {
        var folder = Directory.CreateTempSubdirectory("flink-").FullName;
        await using (var job = await FlinkJob.Start(home, sql, folder, "--bounded"))
            await job.Finish(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);
    }

    static List<string> Shown(IEnumerable<TestRecord> records) => [.. records.Select(Shown).Order(StringComparer.Ordinal)];

    static string Shown(TestRecord record)
    {
        var headers = record.Headers.Where(header => header.Name != HeaderNames.FilteredAt)
            .Select(header => $"{header.Name}={Encoding.UTF8.GetString(header.Value)}").Order(StringComparer.Ordinal);
        return $"{record.Position.Partition} {Encoding.UTF8.GetString(record.Key!)} {record.Text} {string.Join(", ", headers)}";
    }

    static string Loan(string balance) => JsonSerializer.Serialize($"{Event}{balance}}}}}}}]}}}}");
}
