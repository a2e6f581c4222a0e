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

    [Fact]
    public async Task The_graph_shows_the_sides_topics_and_stages_of_joins()
    {
        var path = _command.File("shop.yaml", """
            joins:
              - id: moving
                type: latest
                kind: left
                enabled: true
                status: deployed
                many: { as: order, key: entity.id, on: entity.buyer, mutableKey: true }
                one: { as: buyer, key: entity.id }
                select: { orderId: order.entity.id }
                outputTopic: orders-with-buyers
              - id: fixed
                type: latest
                kind: inner
                enabled: false
                status: deployed
                many: { as: item, key: entity.id, on: entity.order }
                one: { as: order, key: entity.id }
                select: { itemId: item.entity.id }
                outputTopic: items-with-orders
            """);

        var (output, _) = await FilterCommand.Run(ExitCode.Succeeded, "graph", path);

        output.ReplaceLineEndings("\n").ShouldBe("""
            flowchart LR
              n0["moving: order"]
              n1[("raw-business-events")]
              n2[("shop-moving-rows-repartition")]
              n3["moving: buyer"]
              n4[("shop-moving-repartition")]
              n5{{"shop-moving"}}
              n6{{"shop-moving-rows"}}
              n7[("orders-with-buyers")]
              n8["fixed: item (not live: not enabled)"]
              n9[("shop-fixed-repartition")]
              n10["fixed: order (not live: not enabled)"]
              n11{{"shop-fixed"}}
              n12[("items-with-orders")]
              n1 --> n0
              n0 --> n2
              n1 --> n3
              n3 --> n4
              n4 --> n5
              n5 --> n2
              n2 --> n6
              n6 --> n4
              n6 --> n7
              n1 --> n8
              n8 --> n9
              n1 --> n10
              n10 --> n9
              n9 --> n11
              n11 --> n12
              classDef off stroke-dasharray: 5 5
              class n8 off
              class n10 off
              class n11 off

            """.ReplaceLineEndings("\n"));
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
