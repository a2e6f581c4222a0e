using System.Text;
using System.Text.Json;
using Contracts;

namespace Schemas.Tests;

public sealed class SchemaSetTests
{
    static SchemaSet Parse(params (string Name, string Json)[] files) =>
        SchemaSet.Parse(files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Json))));

    [Theory]
    [InlineData("""{"typo": 1}""", "s.json#: keyword 'typo' is not known")]
    [InlineData("""{"properties": {"a": {"minLenght": 1}}}""", "s.json#/properties/a: keyword 'minLenght' is not known")]
    [InlineData("""{"$defs": {"unused": {"typ": 1}}}""", "s.json#/$defs/unused: keyword 'typ'")]
    [InlineData("""{"type": "strin"}""", "s.json#/type: is one or several of string")]
    [InlineData("""{"format": "uri"}""", "'uri' is not a known format")]
    [InlineData("""{"pattern": "(?=a)"}""", "linear time")]
    [InlineData("""{"pattern": "("}""", "linear time")]
    [InlineData("""{"minLength": -1}""", "whole number, zero or more")]
    [InlineData("""{"minimum": "0"}""", "is a number")]
    [InlineData("""{"multipleOf": 0}""", "above zero")]
    [InlineData("""{"$ref": "other.json"}""", "there is no file 'other.json'")]
    [InlineData("""{"$ref": "#/$defs/x"}""", "has no '/$defs/x'")]
    [InlineData("""{"oneOf": []}""", "at least one schema")]
    [InlineData("""{"required": "a"}""", "list of strings")]
    [InlineData("""{"properties": {"a": 1}}""", "s.json#/properties/a: a schema is an object, true or false")]
    [InlineData("""{"$id": "x"}""", "keyword '$id' is not known")]
    [InlineData("""{""", "s.json: is not JSON")]
    public void A_schema_that_cannot_be_trusted_is_refused_when_it_is_loaded(string schema, string message) =>
        Should.Throw<SchemaException>(() => Parse(("s.json", schema))).Message.ShouldContain(message);

    [Fact]
    public void References_reach_other_files_by_relative_name()
    {
        var set = Parse(
            ("a/one.json", """{"properties": {"x": {"$ref": "../b/two.json#/$defs/small"}, "y": {"$ref": "three.json"}}}"""),
            ("a/three.json", """{"$ref": "./../b/two.json"}"""),
            ("b/two.json", """{"type": "array", "$defs": {"small": {"$ref": "#/$defs/number"}, "number": {"maximum": 9}}}"""));

        set["a/one.json"].Validate(JsonElement.Parse("""{"x": 10, "y": 1}""")).Select(error => error.Path).ShouldBe(["/x", "/y"]);
        set["a/one.json"].Validate(JsonElement.Parse("""{"x": 9, "y": []}""")).ShouldBeEmpty();
    }

    [Fact]
    public void A_reference_that_leads_to_itself_says_so()
    {
        var set = Parse(("s.json", """{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}"""));

        Should.Throw<SchemaException>(() => set["s.json"].Validate(JsonElement.Parse("1"))).Message.ShouldContain("leads to itself");
    }

    [Fact]
    public void A_folder_is_loaded_with_names_relative_to_it()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        Directory.CreateDirectory(Path.Combine(folder, "cars"));
        File.WriteAllText(Path.Combine(folder, "cars", "car-sold.v2.json"), "true");
        File.WriteAllText(Path.Combine(folder, "part.json"), "true");

        var set = SchemaSet.Load(folder);

        set.Names.ShouldBe(["cars/car-sold.v2.json", "part.json"]);
        EventSchemas.Events(set).ShouldBe([("cars/car-sold.v2.json", "cars", "CarSold", 2)]);
        Should.Throw<SchemaException>(() => set["nope.json"]).Message.ShouldContain("part.json");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Every_event_type_has_a_schema_in_the_folder_of_its_owner()
    {
        var owners = EventSchemas.Events(EventSchemas.All).ToDictionary(each => each.EventType, each => each.Service);

        owners.ShouldBe(EventTypes.Owners, ignoreOrder: true);
        EventSchemas.EventTypes.ShouldBe(EventTypes.Owners.Keys, ignoreOrder: true);
        EventSchemas.For("CarSold").ShouldBeNull();
    }

    [Fact]
    public async Task A_schema_serves_many_threads_at_once()
    {
        var schema = EventSchemas.For("CarCreated")!;

        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => schema.Validate(JsonElement.Parse("{}")).Count)));

        counts.Distinct().ShouldHaveSingleItem().ShouldBe(2);
    }
}
