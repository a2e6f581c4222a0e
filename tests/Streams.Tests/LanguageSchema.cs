using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Streams.Tests;

/// <summary>The JSON Schema that editors use says what the loader says.</summary>
public class LanguageSchema
{
    static readonly JsonElement Schema = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schemas", "pipeline.v1.json"))).RootElement;

    [Theory]
    [InlineData("/", "unknown: 1", "pipeline")]
    [InlineData("source", "sources: [{ unknown: 1 }]\nfilters: []", "source")]
    [InlineData("dedupe", "sources: [{ dedupe: { unknown: 1 } }]", "dedupe")]
    [InlineData("filter", "filters: [{ unknown: 1 }]", "filter")]
    [InlineData("comparison", "filters: [{ conditions: [{ unknown: 1 }] }]", "condition")]
    [InlineData("join", "joins: [{ unknown: 1 }]", "join")]
    [InlineData("manySide", "joins: [{ many: { unknown: 1 } }]", "many side")]
    [InlineData("oneSide", "joins: [{ one: { unknown: 1 } }]", "one side")]
    public void Keys_are_those_of_the_loader(string definition, string yaml, string what)
    {
        var node = definition == "/" ? Schema : Schema.GetProperty("definitions").GetProperty(definition);
        var keys = string.Join(", ", node.GetProperty("properties").EnumerateObject().Select(property => property.Name));

        Messages(yaml).ShouldContain(message => message.StartsWith($"unknown key 'unknown' in a {what}", StringComparison.Ordinal)
            && SameNames(message, "(keys: ", keys));
    }

    [Theory]
    [InlineData("operator", "'operator' of a condition is 'x'", "(one of: ")]
    [InlineData("valueType", "'valueType' of a condition is 'x'", "(one of: ")]
    public void Words_of_a_comparison_are_those_of_the_loader(string key, string start, string list)
    {
        var words = Words(Schema.GetProperty("definitions").GetProperty("comparison").GetProperty("properties").GetProperty(key));

        Messages("filters: [{ conditions: [{ field: x, operator: x, valueType: x }] }]")
            .ShouldContain(message => message.StartsWith(start, StringComparison.Ordinal) && SameNames(message, list, words));
    }

    [Fact]
    public void Fields_are_those_of_the_loader()
    {
        var kinds = Schema.GetProperty("definitions").GetProperty("comparison").GetProperty("properties").GetProperty("field")
            .GetProperty("anyOf");
        var pattern = new Regex(kinds[1].GetProperty("pattern").GetString()!, RegexOptions.NonBacktracking);

        Words(kinds[0]).ShouldBe(string.Join(", ", Field.Columns));
        foreach (var name in (string[])
            ["entity.type", "entities[*].id", "entity._a1", "entity.1a", "entity.a.b", "entities[0].id", "entity.", "x"])
            pattern.IsMatch(name).ShouldBe(Field.Find(name) is not null, name);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("conditionLogic")]
    public void Words_of_a_filter_are_those_of_the_loader(string key)
    {
        var words = Words(Schema.GetProperty("definitions").GetProperty("filter").GetProperty("properties").GetProperty(key));

        Messages($"filters: [{{ {key}: x }}]").ShouldContain(message => SameNames(message, "(one of: ", words));
    }

    [Fact]
    public void The_schema_of_cases_says_what_their_reader_says()
    {
        var schema = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "schemas", "pipeline-tests.v1.json"))).RootElement;
        var given = schema.GetProperty("definitions").GetProperty("case").GetProperty("properties");
        var problems = CaseFile.Parse("p.tests.yaml", "unknown: 1\ntests: [{ unknown: 1, expect: x }]"u8, null).Problems;

        foreach (var (what, keys) in new[] { ("file of cases", schema.GetProperty("properties")), ("case", given) })
        {
            var names = string.Join(", ", keys.EnumerateObject().Select(property => property.Name));
            problems.ShouldContain(problem => problem.Message.StartsWith($"unknown key 'unknown' in a {what}", StringComparison.Ordinal)
                && SameNames(problem.Message, "(keys: ", names));
        }
        problems.ShouldContain(problem => SameNames(problem.Message, "(one of: ", Words(given.GetProperty("expect"))));
    }

    static IEnumerable<string> Messages(string yaml) =>
        PipelineFile.Parse("pipeline.yaml", Encoding.UTF8.GetBytes(yaml)).Problems.Select(problem => problem.Message);

    static string Words(JsonElement property) =>
        string.Join(", ", property.GetProperty("enum").EnumerateArray().Select(word => word.GetString()));

    static bool SameNames(string message, string start, string names)
    {
        var at = message.IndexOf(start, StringComparison.Ordinal);
        if (at < 0) return false;
        var listed = message[(at + start.Length)..].TrimEnd(')');
        return listed.Split(", ").Order().SequenceEqual(names.Split(", ").Order());
    }
}
