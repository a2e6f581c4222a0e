using System.Text;
using System.Text.Json;

namespace Schemas.Tests;

public sealed class KeywordTests
{
    static JsonSchema Compile(string schema) => SchemaSet.Parse([("s.json", Encoding.UTF8.GetBytes(schema))])["s.json"];

    static bool Holds(string schema, string value) => Compile(schema).Validate(JsonElement.Parse(value)).Count == 0;

    static string Message(string schema, string value) => Compile(schema).Validate(JsonElement.Parse(value)).ShouldHaveSingleItem().Message;

    [Theory]
    [InlineData("""{"type": "integer"}""", "1.0", true)]
    [InlineData("""{"type": "integer"}""", "1e3", true)]
    [InlineData("""{"type": "integer"}""", "100000000000000000000000000000000000001", true)]
    [InlineData("""{"type": "integer"}""", "1.5", false)]
    [InlineData("""{"type": "integer"}""", "\"1\"", false)]
    [InlineData("""{"type": ["null", "boolean"]}""", "false", true)]
    [InlineData("""{"type": ["null", "boolean"]}""", "0", false)]
    [InlineData("""{"const": {"a": [1, 2]}}""", """{"a": [1.0, 2]}""", true)]
    [InlineData("""{"enum": [1, "1"]}""", "\"1\"", true)]
    [InlineData("""{"enum": [1, "1"]}""", "2", false)]
    [InlineData("true", "[]", true)]
    [InlineData("false", "[]", false)]
    public void Types_and_values(string schema, string value, bool holds) => Holds(schema, value).ShouldBe(holds);

    [Theory]
    [InlineData("""{"minimum": 0}""", "-0", true)]
    [InlineData("""{"minimum": 0}""", "-1e-400", false)]
    [InlineData("""{"maximum": 10}""", "10.00", true)]
    [InlineData("""{"maximum": 10}""", "10.00000000000000000000000000000000000000000001", false)]
    [InlineData("""{"maximum": 10}""", "1e99999999999999999999", false)]
    [InlineData("""{"exclusiveMaximum": 10}""", "10", false)]
    [InlineData("""{"exclusiveMinimum": 0}""", "1e-99999999999999999999", true)]
    [InlineData("""{"minimum": -12.5}""", "-12.49", true)]
    [InlineData("""{"minimum": -12.5}""", "-12.51", false)]
    [InlineData("""{"multipleOf": 0.01}""", "932.16", true)]
    [InlineData("""{"multipleOf": 0.01}""", "0.1", true)]
    [InlineData("""{"multipleOf": 0.01}""", "1e25", true)]
    [InlineData("""{"multipleOf": 0.01}""", "0.011", false)]
    [InlineData("""{"multipleOf": 0.01}""", "0.0100000000000000000000000000000000000000000000000001", false)]
    [InlineData("""{"multipleOf": 0.3}""", "2.1", true)]
    [InlineData("""{"multipleOf": 0.3}""", "2.2", false)]
    [InlineData("""{"multipleOf": 7}""", "49e0", true)]
    [InlineData("""{"multipleOf": 7}""", "1e6", false)]
    [InlineData("""{"multipleOf": 2.5}""", "5", true)]
    [InlineData("""{"multipleOf": 2}""", "\"x\"", true)]
    public void Numbers_are_exact_decimals(string schema, string value, bool holds) => Holds(schema, value).ShouldBe(holds);

    [Theory]
    [InlineData("""{"minLength": 2}""", "\"\\ud83d\\ude00\"", false)]
    [InlineData("""{"maxLength": 1}""", "\"\\ud83d\\ude00\"", true)]
    [InlineData("""{"pattern": "^[a-c]+$"}""", "\"abc\"", true)]
    [InlineData("""{"pattern": "^[a-c]+$"}""", "\"abc\\n\"", false)]
    [InlineData("""{"pattern": "b"}""", "\"abc\"", true)]
    [InlineData("""{"pattern": "^\\d+$"}""", "\"١٢\"", false)]
    [InlineData("""{"pattern": "^[\\d$]+$"}""", "\"1$\"", true)]
    public void Strings(string schema, string value, bool holds) => Holds(schema, value).ShouldBe(holds);

    [Theory]
    [InlineData("2025-01-15T10:30:00Z", true)]
    [InlineData("2025-01-15t10:30:00.123456789123z", true)]
    [InlineData("2024-02-29T23:59:59-11:30", true)]
    [InlineData("2025-02-29T23:59:59Z", false)]
    [InlineData("2025-01-15T24:00:00Z", false)]
    [InlineData("2025-01-15T10:30:60Z", false)]
    [InlineData("2025-01-15T10:30:00", false)]
    [InlineData("2025-01-15T10:30:00.Z", false)]
    [InlineData("2025-01-15T10:30Z", false)]
    [InlineData("2025-01-15 10:30:00Z", false)]
    [InlineData("2025-01-15T10:30:00+0100", false)]
    [InlineData("2025-01-15T10:30:00+24:00", false)]
    [InlineData("0000-01-15T10:30:00Z", false)]
    [InlineData("", false)]
    public void Date_times(string text, bool holds) => Holds("""{"format": "date-time"}""", $"\"{text}\"").ShouldBe(holds);

    [Theory]
    [InlineData("lisa.diaz@hotmail.com", true)]
    [InlineData("a+b@x-y.example", true)]
    [InlineData("a@b", true)]
    [InlineData("@b.c", false)]
    [InlineData("a@", false)]
    [InlineData("a b@c.d", false)]
    [InlineData("a@c..d", false)]
    [InlineData("a@-c.d", false)]
    [InlineData("nobody", false)]
    public void Email_addresses(string text, bool holds) => Holds("""{"format": "email"}""", $"\"{text}\"").ShouldBe(holds);

    [Theory]
    [InlineData("""{"prefixItems": [{"type": "string"}], "items": {"type": "number"}}""", """["a", 1, 2]""", true)]
    [InlineData("""{"prefixItems": [{"type": "string"}], "items": {"type": "number"}}""", """["a", "b"]""", false)]
    [InlineData("""{"prefixItems": [{"type": "string"}], "items": {"type": "number"}}""", """[]""", true)]
    [InlineData("""{"items": false}""", """[1]""", false)]
    [InlineData("""{"minItems": 2, "maxItems": 2}""", """[1]""", false)]
    [InlineData("""{"minItems": 2, "maxItems": 2}""", """[1, 2, 3]""", false)]
    [InlineData("""{"patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false}""", """{"x-a": "b"}""", true)]
    [InlineData("""{"patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false}""", """{"x-a": 1}""", false)]
    [InlineData("""{"patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false}""", """{"y": 1}""", false)]
    [InlineData("""{"properties": {"a": true}, "additionalProperties": {"type": "null"}}""", """{"a": 1, "b": null}""", true)]
    [InlineData("""{"properties": {"a": true}, "additionalProperties": {"type": "null"}}""", """{"a": 1, "b": 2}""", false)]
    [InlineData("""{"properties": {"a": {"type": "string"}}}""", """{"a": 1, "a": "last wins"}""", true)]
    [InlineData("""{"maxProperties": 1}""", """{"a": 1, "a": 2}""", true)]
    [InlineData("""{"minProperties": 1}""", """{}""", false)]
    public void Arrays_and_objects(string schema, string value, bool holds) => Holds(schema, value).ShouldBe(holds);

    [Theory]
    [InlineData("""{"not": {"type": "string"}}""", "1", true)]
    [InlineData("""{"not": {"type": "string"}}""", "\"a\"", false)]
    [InlineData("""{"allOf": [{"minimum": 1}, {"maximum": 2}]}""", "3", false)]
    [InlineData("""{"anyOf": [{"minimum": 5}, {"maximum": 2}]}""", "1", true)]
    [InlineData("""{"anyOf": [{"minimum": 5}, {"maximum": 2}]}""", "3", false)]
    [InlineData("""{"oneOf": [{"minimum": 1}, {"maximum": 2}]}""", "3", true)]
    [InlineData("""{"oneOf": [{"minimum": 1}, {"maximum": 2}]}""", "1.5", false)]
    [InlineData("""{"if": {"minimum": 5}, "then": {"multipleOf": 5}, "else": {"multipleOf": 2}}""", "10", true)]
    [InlineData("""{"if": {"minimum": 5}, "then": {"multipleOf": 5}, "else": {"multipleOf": 2}}""", "6", false)]
    [InlineData("""{"if": {"minimum": 5}, "then": {"multipleOf": 5}, "else": {"multipleOf": 2}}""", "4", true)]
    [InlineData("""{"$defs": {"t": {"items": {"$ref": "#/$defs/t"}, "type": "array"}}, "$ref": "#/$defs/t"}""", "[[], [[]]]", true)]
    [InlineData("""{"$defs": {"t": {"items": {"$ref": "#/$defs/t"}, "type": "array"}}, "$ref": "#/$defs/t"}""", "[[], [[1]]]", false)]
    public void Combinations(string schema, string value, bool holds) => Holds(schema, value).ShouldBe(holds);

    [Fact]
    public void Alternatives_report_the_one_that_was_meant()
    {
        const string owner = """
            {"oneOf": [{"type": "string"}, {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["name"]}]}
            """;

        Message(owner, "7").ShouldBe("must be string or object, but is number");
        Compile(owner).Validate(JsonElement.Parse("""{"age": "old"}""")).Select(error => error.Path)
            .ShouldBe(["/age", "/name"], ignoreOrder: true);
        Message("""{"oneOf": [{"minimum": 1}, {"maximum": 2}]}""", "1.5").ShouldContain("alternatives 1 and 2");
    }

    [Fact]
    public void Messages_name_the_value_and_what_is_expected()
    {
        Message("""{"type": "string"}""", "12").ShouldBe("must be string, but is number (12)");
        Message("""{"enum": ["a", "b", "c"]}""", "\"d\"").ShouldBe("must be 'a', 'b' or 'c', but is 'd'");
        Message("""{"properties": {"a": true}, "additionalProperties": false}""", """{"b": 1}""")
            .ShouldBe("is not known here; known fields: a");
        Message("""{"maxLength": 3}""", $"\"{new string('x', 1000)}\"").ShouldBe("must have at most 3 characters, but has 1000");
        Message("""{"pattern": "^a$"}""", $"\"{new string('x', 1000)}\"").Length.ShouldBeLessThan(120);
    }

    [Fact]
    public void A_pattern_runs_in_linear_time_on_hostile_text() =>
        Holds("""{"pattern": "^(a+)+$"}""", $"\"{new string('a', 100_000)}b\"").ShouldBeFalse();

    [Fact]
    public void Pointers_escape_their_two_special_characters() =>
        Compile("""{"additionalProperties": false}""").Validate(JsonElement.Parse("""{"a/b~c": 1}"""))
            .ShouldHaveSingleItem().Path.ShouldBe("/a~1b~0c");
}
