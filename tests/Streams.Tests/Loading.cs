using System.Text;

namespace Streams.Tests;

/// <summary>Pipeline files: every mistake is found in one reading, each with its place.</summary>
public class Loading
{
    [Fact]
    public void All_mistakes_of_a_file_are_reported_at_once_with_their_places()
    {
        const string yaml = """
            version: 1
            nmae: oops
            filters:
              - id: Bad_Id
                name: First
                consumerId: someone
                outputTopic: out put
                enabled: yes
                status: deployd
                conditions:
                  - { field: event_typ, operator: equals, value: x }
                  - { field: id, operator: equalz, value: x }
                  - { field: __ts_ms, operator: between, min: 9, max: 1, valueType: number }
                  - { field: __ts_ms, operator: equals, value: many, valueType: number }
                  - { field: id, operator: isNull, value: 1 }
                  - { field: id, operator: equals, value: null }
                  - { field: "entities[1].vin", operator: equals, value: 1 }
                  - { field: id, operator: match, value: a+ }
                  - { field: id, operator: in, values: [] }
                  - { all: [], any: [] }
              - name: Second
            """;

        var reading = Parse(yaml);

        reading.Pipeline.ShouldBeNull();
        string[] found = [.. reading.Problems.Select(problem => $"{problem.Line}:{problem.Column} {problem.Code}")];
        found.ShouldBe(
        [
            "2:1 F004", "4:9 F008", "8:14 F008", "7:18 F008", "11:18 F011", "12:32 F012", "13:51 F016", "14:52 F014", "15:47 F013",
            "16:47 F014", "17:18 F011", "18:32 F012", "19:44 F007", "20:9 F007", "9:13 F008", "21:5 F006", "21:5 F006", "21:5 F006",
            "21:5 F006", "21:5 F006",
        ], ignoreOrder: true);
        reading.Problems[0].ToString().ShouldBe("pipeline.yaml:2:1: error F004: unknown key 'nmae' in a pipeline; did you mean 'name'? " +
            "(keys: version, name, description, owner, sources, filters, joins)");
    }

    [Theory]
    [InlineData("", "F002")]
    [InlineData("# nothing", "F002")]
    [InlineData("just text", "F007")]
    [InlineData("[1, 2]", "F007")]
    [InlineData("{", "F002")]
    [InlineData("a: b: c", "F002")]
    [InlineData("filters: &x [*x]", "F002")]
    [InlineData("filters: !!seq []", "F002")]
    [InlineData("filters: []", "F007")]
    [InlineData("filters: {}", "F007")]
    [InlineData("version: 1", "F006")]
    [InlineData("version: 2\nfilters: []", "F008")]
    [InlineData("filters: []\nfilters: []", "F005")]
    [InlineData("filters: []\n---\nfilters: []", "F002")]
    [InlineData("\"filters\": [\t}", "F002")]
    public void Files_that_are_no_pipelines_are_refused(string yaml, string code) =>
        Parse(yaml).Problems.ShouldContain(problem => problem.Code == code && problem.Severity == Severity.Error);

    [Fact]
    public void Limits_hold()
    {
        Parse(new string(' ', PipelineLimits.MaxFileBytes + 1)).Problems[0].Code.ShouldBe("F003");
        Parse(new string('[', 100_000)).Problems[0].Code.ShouldBe("F003");
        Parse("filters: [" + string.Join(',', Enumerable.Repeat("{}", 1_001)) + "]").Problems[0].Code.ShouldBe("F003");
        Parse("filters: [" + string.Join(',', Enumerable.Repeat("{}", 1_000)) + "]").Problems.Count.ShouldBe(PipelineLimits.MaxProblems);
        Conditions.Problems(Nested(PipelineLimits.MaxConditionDepth - 1)).ShouldBeEmpty();
        Conditions.Problems(Nested(PipelineLimits.MaxConditionDepth)).ShouldHaveSingleItem().Code.ShouldBe("F003");
        PipelineFile.Parse("x", [0xFF, 0xFE]).Problems.ShouldHaveSingleItem().Code.ShouldBe("F001");

        static string Nested(int depth) => string.Concat(Enumerable.Repeat("{ not: ", depth)) +
            "{ field: id, operator: isNull }" + string.Concat(Enumerable.Repeat(" }", depth));
    }

    [Fact]
    public void Ids_are_unique_and_output_does_not_come_back()
    {
        var filter = Conditions.Yaml("{ field: id, operator: isNull }", "same")["filters:".Length..];

        Parse($"filters:{filter}{filter}").Problems.ShouldHaveSingleItem().Code.ShouldBe("F009");
        Parse($"filters:{filter.Replace("somewhere", "raw-business-events")}").Problems.ShouldHaveSingleItem().Code.ShouldBe("F015");
    }

    [Fact]
    public void A_filter_names_its_source_when_there_are_several()
    {
        var filter = Conditions.Yaml("{ field: id, operator: isNull }", "it")["filters:".Length..];
        const string sources = "sources: [{ id: one, topic: topic.one }, { id: two, topic: topic_two }]\n";

        Parse($"{sources}filters:{filter}").Problems.ShouldHaveSingleItem().Code.ShouldBe("F006");
        Parse($"{sources}filters:{filter}\n    source: tow").Problems.ShouldHaveSingleItem().Message.ShouldContain("did you mean 'two'?");
        Parse($"{sources}filters:{filter}\n    source: two").Pipeline.ShouldNotBeNull().Filters[0].Topic.ShouldBe("topic_two");
    }

    [Fact]
    public void A_moment_compared_as_text_is_warned_of_but_loads()
    {
        var problem = Conditions.Problems("{ field: created_date, operator: greaterThan, value: x }").ShouldHaveSingleItem();

        problem.Severity.ShouldBe(Severity.Warning);
        problem.Code.ShouldBe("F017");
    }

    [Theory]
    [InlineData("{ field: id, operator: startsWith, value: 1, valueType: number }")]
    [InlineData("{ field: id, operator: greaterThan, value: true, valueType: boolean }")]
    [InlineData("{ field: id, operator: equals, values: [a] }")]
    [InlineData("{ field: id, operator: between, min: 1 }")]
    [InlineData("{ field: id, operator: equals, value: [a] }")]
    [InlineData("{ field: id, operator: equals, value: a, conditionLogic: AND }")]
    [InlineData("{ any: [{ field: id, operator: isNull }], field: id }")]
    [InlineData("{ operator: isNull }")]
    [InlineData("text")]
    public void Conditions_that_make_no_sense_are_refused(string condition) =>
        Conditions.Problems(condition).ShouldNotBeEmpty();

    [Fact]
    public void Mutated_files_never_throw_and_every_error_has_a_place()
    {
        const string letters = "{}[]:,-#&*!|>'\"%@` \n\tax0";
        var random = new Random(99);
        var original = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "pipelines", "car-finance.yaml"));
        for (var round = 0; round < 1_000; round++)
        {
            var file = original.ToArray();
            for (var change = random.Next(1, 10); change > 0; change--)
                file[random.Next(file.Length)] = (byte)letters[random.Next(letters.Length)];
            foreach (var problem in PipelineFile.Parse("mutated", file).Problems)
            {
                problem.Line.ShouldBeGreaterThan(0);
                problem.Column.ShouldBeGreaterThan(0);
            }
        }
    }

    static PipelineReading Parse(string yaml) => PipelineFile.Parse("pipeline.yaml", Encoding.UTF8.GetBytes(yaml));
}
