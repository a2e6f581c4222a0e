namespace Cli.Tests;

public sealed class GenerateSqlTests : IDisposable
{
    readonly FilterCommand _command = new();

    [Fact]
    public async Task A_pipeline_is_printed_for_Flink()
    {
        var path = _command.File("p.yaml", """
            name: mine
            sources: [{ id: raw, topic: events }]
            filters:
              - { id: one, name: "One\nDROP TABLE x;", consumerId: "it's", outputTopic: out, enabled: true, status: active,
                  conditions: [{ field: event_type, operator: in, values: ["it's", "a\nb\\", '); --'] }] }
              - { id: sleeping, name: x, consumerId: c, outputTopic: out, enabled: false, conditions: [{ field: id, operator: isNull }] }
            """);

        var (output, _) = await FilterCommand.Run(ExitCode.Succeeded, "sql", path, "--kafka", "broker:9092");
        var json = await FilterCommand.Json(ExitCode.Succeeded, "sql", path, "--kafka", "broker:9092");

        output.ShouldContain("CREATE TABLE `raw-source`");
        output.ShouldContain("'properties.bootstrap.servers' = 'broker:9092'");
        output.ShouldContain("'properties.group.id' = 'flink-mine'");
        output.ShouldContain("'sink.transactional-id-prefix' = 'flink-one'");
        output.ShouldContain("-- One DROP TABLE x; (version 1)\nINSERT INTO `one-sink`");
        output.ShouldContain("ENCODE('it''s', 'UTF-8')");
        output.ShouldContain(@"WHERE (`event_type` IN ('it''s', U&'a\000Ab\\', '); --'));");
        output.ShouldNotContain("sleeping");
        json["sql"]!.GetValue<string>().ShouldBe(output);
        json["dialect"]!.GetValue<string>().ShouldBe("flink");
    }

    [Fact]
    public async Task Joins_are_printed_with_their_filters_and_what_has_no_words_in_SQL_is_refused()
    {
        var yaml = """
            name: mine
            sources: [{ id: raw, topic: events }]
            joins:
              - id: loans-with-cars
                type: latest
                kind: left
                enabled: true
                status: active
                many: { as: loan, key: entity.id, on: entity.carId, mutableKey: true }
                one: { as: car, key: entity.id }
                select: { "loanId": loan.entity.id, balance: { from: loan.entity.balance, type: number }, model: car.entity.model,
                  origin: { value: "it's" } }
                outputTopic: out
            """;
        var (output, _) = await FilterCommand.Run(ExitCode.Succeeded, "sql", _command.File("p.yaml", yaml));

        output.ShouldContain("'connector' = 'upsert-kafka'");
        output.ShouldContain("'sink.transactional-id-prefix' = 'flink-loans-with-cars'");
        output.ShouldContain("SELECT m.row_id, m.`loanId`, m.`balance`, o.`model`, 'it''s'");
        output.ShouldContain("LEFT JOIN (SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY join_key ORDER BY version DESC)");
        var now = _command.File("now.yaml", yaml.Replace("latest", "asOfProcessingTime").Replace(", mutableKey: true", ""));
        (await FilterCommand.Run(ExitCode.WrongUse, "sql", now)).Error.ShouldContain("FLINK-19830");
        (await FilterCommand.Run(ExitCode.WrongUse, "sql", _command.File("q.yaml", yaml), "--dialect", "confluent")).Error
            .ShouldContain("for the dialect flink only");
    }

    [Fact]
    public async Task Options_choose_group_guarantee_and_product()
    {
        var path = _command.File("p.yaml", Pipeline("one", enabled: true));

        var (loose, _) = await FilterCommand.Run(ExitCode.Succeeded, "sql", path, "--at-least-once", "--group", "mine");
        var (cloud, _) = await FilterCommand.Run(ExitCode.Succeeded, "sql", path, "--dialect", "confluent");

        loose.ShouldContain("'sink.delivery-guarantee' = 'at-least-once'");
        loose.ShouldNotContain("transactional");
        loose.ShouldContain("'properties.group.id' = 'mine'");
        cloud.ShouldContain("ALTER TABLE `raw-business-events` ADD (`headers` MAP<STRING NOT NULL, BYTES NOT NULL> METADATA);");
        cloud.ShouldContain("INSERT INTO `out` (`key`, `val`, `headers`)");
        cloud.ShouldNotContain("connector");
    }

    [Fact]
    public async Task What_cannot_be_one_script_is_wrong_use()
    {
        var one = _command.File("off.yaml", Pipeline("off", enabled: false));
        _command.File("two.yaml", Pipeline("two", enabled: true));

        var (_, off) = await FilterCommand.Run(ExitCode.WrongUse, "sql", one);
        var (_, several) = await FilterCommand.Run(ExitCode.WrongUse, "sql", _command.At("."));

        off.ShouldContain("is live: enabled, and deployed or active");
        several.ShouldContain("A script is of one pipeline. Name one of these files:");
    }

    public void Dispose() => _command.Dispose();

    static string Pipeline(string id, bool enabled) => $$"""
        filters:
          - { id: {{id}}, name: x, consumerId: c, outputTopic: out, enabled: {{(enabled ? "true" : "false")}}, status: active,
              conditions: [{ field: id, operator: isNull }] }
        """;
}
