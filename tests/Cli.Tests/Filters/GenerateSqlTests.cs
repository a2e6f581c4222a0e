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
