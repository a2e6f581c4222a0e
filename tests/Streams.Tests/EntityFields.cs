using System.Text;
using System.Text.Json;

namespace Streams.Tests;

/// <summary>Facts of the event's entities have one name for both of its shapes.</summary>
public class EntityFields
{
    const string Body = """
        {"eventHeader":{"uuid":"e"},"eventBody":{"entities":[
          {"entityType":"Loan","entityId":"l1","updatedAttributes":{"loan":{"balance":50000,"status":"active","id":"inner"}}},
          {"entityType":"Car","entityId":"c1","updatedAttributes":{"status":"sold","color":"red"}}]}}
        """;

    const string Flat = """
        {"eventHeader":{"uuid":"e"},"entities":[
          {"entityHeader":{"entityType":"Loan","entityId":"l1"},"id":"inner","balance":50000,"status":"active"},
          {"entityHeader":{"entityType":"Car","entityId":"c1"},"status":"sold","color":"red"}]}
        """;

    [Theory]
    [InlineData("entity.type", "equals, value: Loan", Truth.True)]
    [InlineData("entity.id", "equals, value: l1", Truth.True)]
    [InlineData("entity.balance", "greaterThan, value: 49999.99, valueType: number", Truth.True)]
    [InlineData("entity.status", "in, values: [active, late]", Truth.True)]
    [InlineData("entity.color", "equals, value: red", Truth.Unknown)]
    [InlineData("entity.entityHeader", "isNull", Truth.True)]
    [InlineData("entities[*].type", "equals, value: Car", Truth.True)]
    [InlineData("entities[*].id", "equals, value: c2", Truth.False)]
    [InlineData("entities[*].status", "notEquals, value: active", Truth.True)]
    [InlineData("entities[*].color", "startsWith, value: re", Truth.True)]
    [InlineData("entities[*].balance", "lessThan, value: 1, valueType: number", Truth.False)]
    [InlineData("entities[*].balance", "isNull", Truth.True)]
    public void Both_shapes_say_the_same(string name, string comparison, Truth expected)
    {
        var condition = $"{{ field: \"{name}\", operator: {comparison} }}";

        Conditions.Evaluate(condition, Record(Body)).ShouldBe(expected);
        Conditions.Evaluate(condition, Record(Flat)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"loan":{"status":"a"}}""", "a")]
    [InlineData("""{"status":"a"}""", "a")]
    [InlineData("""{"status":"a","loan":{"status":"b"}}""", "a")]
    [InlineData("""{"loan":{"status":"b"},"more":null}""", null)]
    [InlineData("""{"loan":{"status":"b"},"loan":{"status":"a"}}""", "a")]
    [InlineData("""{"loan":{"status":"b"},"l\u006fan":{"status":"a"}}""", "a")]
    [InlineData("""{"loan":{"status":"b"},"loan":7}""", null)]
    [InlineData("""{"status":{"status":"a"}}""", "a")]
    [InlineData("""[{"status":"a"}]""", null)]
    [InlineData("""{}""", null)]
    public void A_wrapper_is_the_only_attribute_and_an_object(string attributes, string? status)
    {
        var record = Record($$$"""{"eventBody":{"entities":[{"updatedAttributes":{{{attributes}}}}]}}""");

        Read("entity.status", record).ShouldBe([status]);
    }

    [Theory]
    [InlineData("""{"eventBody":{"entities":[{"entityId":"a"}]},"eventBody":{"entities":[{}]}}""", null)]
    [InlineData("""{"eventBody":null,"entities":[{"entityHeader":{"entityId":"a"}}]}""", "a")]
    [InlineData("""{"eventBody":{},"entities":[{"entityHeader":{"entityId":"a"}}]}""", null)]
    [InlineData("""{"eventBody":{"entities":[null,{"entityId":"a"}]}}""", null)]
    [InlineData("""{"eventBody":{"entities":{"entityId":"a"}}}""", null)]
    [InlineData("""{"eventBody":{"entities":[{"entityId":1e2}]}}""", "1E+2")]
    [InlineData("""{"event\u0042ody":{"entities":[{"entityId":"\u0061\ud83d\ude00"}]}}""", "a😀")]
    [InlineData("[]", null)]
    [InlineData("7", null)]
    [InlineData("", null)]
    public void The_first_entity_is_found_in_whatever_the_event_is(string text, string? id) =>
        Read("entity.id", Record(text)).ShouldBe([id]);

    [Fact]
    public void An_event_that_cannot_be_read_is_refused_only_where_a_live_filter_asks_for_it()
    {
        var record = Encoding.UTF8.GetBytes(Record("""{"eventBody":{"entities":[}"""));
        var byColumn = FilterSet.Compile([Conditions.Filter("{ field: event_type, operator: isNull }")]).NewEvaluator();
        var byEntity = FilterSet.Compile([Conditions.Filter("{ field: entity.type, operator: isNull }")]).NewEvaluator();

        byColumn.Evaluate(record).ShouldBeTrue();
        byEntity.Evaluate(record).ShouldBeFalse();
        byEntity.Problem.ShouldBe("event_data: the JSON is malformed, at byte 26");
    }

    [Fact]
    public void More_entities_than_are_looked_at_are_refused_where_each_is_asked_for()
    {
        static string Of(int count) => Record($"{{\"entities\":[{string.Join(',', Enumerable.Repeat("{}", count))}]}}");
        var any = FilterSet.Compile([Conditions.Filter("{ field: \"entities[*].type\", operator: isNull }")]).NewEvaluator();
        var first = FilterSet.Compile([Conditions.Filter("{ field: entity.type, operator: isNull }")]).NewEvaluator();

        any.Evaluate(Encoding.UTF8.GetBytes(Of(16))).ShouldBeTrue();
        any.Evaluate(Encoding.UTF8.GetBytes(Of(17))).ShouldBeFalse();
        any.Problem.ShouldNotBeNull().ShouldContain("more than 16 entities");
        first.Evaluate(Encoding.UTF8.GetBytes(Of(17))).ShouldBeTrue();
    }

    [Fact]
    public void Steady_state_allocates_nothing()
    {
        const string first = "{ field: entity.balance, operator: greaterThan, value: 1, valueType: number }";
        const string any = "{ field: \"entities[*].id\", operator: matches, value: '^c[0-9]$' }";
        var evaluator = FilterSet.Compile([Conditions.Filter($"{{ all: [{first}, {any}] }}")]).NewEvaluator();
        var record = Encoding.UTF8.GetBytes(Record(Body));
        for (var round = 0; round < 1_000; round++) evaluator.Evaluate(record).ShouldBeTrue();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1_000; round++) evaluator.Evaluate(record);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        evaluator.Matches.Length.ShouldBe(1);
    }

    static IEnumerable<string?> Read(string name, string record)
    {
        var explainer = new FilterExplainer(Conditions.Filter($"{{ field: {name}, operator: isNull }}"));
        var explanation = explainer.Explain(Encoding.UTF8.GetBytes(record));
        explanation.Problem.ShouldBeNull();
        return explanation.Tree!.Reads!.Select(read => read.Text);
    }

    static string Record(string text) => $$"""{"event_type":"x","event_data":{{JsonSerializer.Serialize(text)}}}""";
}
