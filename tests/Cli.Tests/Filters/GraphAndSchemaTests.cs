using System.Text.Json.Nodes;

namespace Cli.Tests;

public sealed class GraphAndSchemaTests : IDisposable
{
    readonly FilterCommand _command = new();

    [Fact]
    public async Task The_graph_goes_from_topics_over_filters_to_consumers()
    {
        var path = _command.File("p.yaml", """
            filters:
              - { id: one, name: x, consumerId: 'c"<b>#', outputTopic: out, enabled: true, status: active,
                  conditions: [{ field: id, operator: isNull }] }
              - { id: two, name: x, consumerId: 'c"<b>#', outputTopic: out, enabled: false, conditions: [{ field: id, operator: isNull }] }
            """);

        var (output, _) = await FilterCommand.Run(ExitCode.Succeeded, "graph", path);

        output.ReplaceLineEndings("\n").ShouldBe("""
            flowchart LR
              n0["one"]
              n1[("out")]
              n2[("raw-business-events")]
              n3(["c#quot;#lt;b#gt;#35;"])
              n4["two (not live: not enabled)"]
              n2 --> n0
              n0 --> n1
              n1 --> n3
              n2 --> n4
              n4 --> n1
              classDef off stroke-dasharray: 5 5
              class n4 off

            """.ReplaceLineEndings("\n"));
        (await FilterCommand.Json(ExitCode.Succeeded, "graph", path))["edges"]!.AsArray().Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("Pipeline")]
    [InlineData("Cases of a pipeline", "--cases")]
    public async Task The_schema_is_printed(string title, params string[] options)
    {
        var (text, _) = await FilterCommand.Run(ExitCode.Succeeded, ["schema", .. options]);
        var line = await FilterCommand.Json(ExitCode.Succeeded, ["schema", .. options]);

        JsonNode.Parse(text)!["title"]!.GetValue<string>().ShouldBe(title);
        JsonNode.DeepEquals(JsonNode.Parse(text), line).ShouldBeTrue();
    }

    public void Dispose() => _command.Dispose();
}
