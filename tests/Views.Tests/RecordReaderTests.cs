using System.Text;
using System.Text.Json.Nodes;

namespace Views.Tests;

public sealed class RecordReaderTests
{
    static readonly RecordReader Reader = new(TestView.Table);
    static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", "no value")]
    [InlineData(" ", "not JSON")]
    [InlineData("not JSON", "not JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("{}", "column 'id' is missing")]
    [InlineData("""{"id":"e","event_name":"n","event_data":"oops"}""", "event e: the event is not JSON")]
    [InlineData("""{"id":"e","event_name":"n","event_data":"{}"}""", "/eventHeader: is missing")]
    public void A_record_that_is_no_event_is_malformed(string value, string problem)
    {
        var meaning = Reader.Read(Encoding.UTF8.GetBytes(value));

        meaning.Problem.ShouldNotBeNull().Message.ShouldContain(problem);
        meaning.Entities.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"size":1.5}""", "attribute 'size' is '1.5': expected a whole number")]
    [InlineData("""{"size":99999999999999999999}""", "attribute 'size'")]
    [InlineData("""{"size":"many"}""", "attribute 'size' is 'many'")]
    [InlineData("""{"size":[1]}""", "attribute 'size' is an array")]
    [InlineData("""{"price":"1,5"}""", "attribute 'price' is '1,5': expected a number")]
    [InlineData("""{"price":"NaN"}""", "attribute 'price'")]
    [InlineData("""{"price":"Infinity"}""", "attribute 'price'")]
    [InlineData("""{"price":1e5000}""", "attribute 'price'")]
    [InlineData("""{"price":""}""", "attribute 'price'")]
    [InlineData("""{"price":"1."}""", "attribute 'price'")]
    [InlineData("""{"price":{"a":1,"b":2},"x":1}""", "attribute 'price' is an object")]
    [InlineData("""{"boughtAt":"yesterday"}""", "attribute 'boughtAt' is no date")]
    [InlineData("""{"boughtAt":"infinity"}""", "attribute 'boughtAt' is no date")]
    [InlineData("""{"boughtAt":1e40}""", "attribute 'boughtAt' is no date")]
    [InlineData("""{"boughtAt":true}""", "attribute 'boughtAt' is no date")]
    [InlineData("""{"color":"a\u0000b"}""", "attribute 'color' holds U+0000")]
    [InlineData("""{"color":"\ud800"}""", "not Unicode")]
    public void An_attribute_that_cannot_be_cast_is_malformed(string attributes, string problem)
    {
        var data = $$$"""
            {"eventHeader":{"uuid":"e","eventName":"n"},"eventBody":{"entities":[
              {"entityType":"Thing","entityId":"a","updatedAttributes":{{{attributes}}}}]}}
            """;

        Reader.Read(Records.Flat("e", Time, data)).Problem.ShouldNotBeNull().Message.ShouldContain(problem);
    }

    [Fact]
    public void A_record_without_any_time_is_malformed()
    {
        var data = Records.Canonical("e", Time, ("Thing", "a", new { })).ToJsonString();

        Reader.Read(Records.Flat("e", null, data)).Problem.ShouldNotBeNull().Message.ShouldContain("no event time");
    }

    [Fact]
    public void One_wrong_entity_gives_up_the_whole_record()
    {
        var meaning = Reader.Read(Records.Event("e", 1, ("Thing", "a", new { size = 1 }), ("Thing", "b", new { size = "x" })));

        meaning.Problem.ShouldNotBeNull().Message.ShouldContain("Thing b");
        meaning.Entities.ShouldBeEmpty();
    }

    [Fact]
    public void Deletes_updates_and_other_entities_mean_nothing()
    {
        var data = Records.Canonical("e", Time, ("Thing", "a", new { })).ToJsonString();

        byte[][] records =
        [
            Records.Flat("e", Time, data, "d"),
            Records.Flat("e", Time, data, "u"),
            Records.Event("e", 1, ("Other", "a", new { size = "x" })),
        ];

        foreach (var meaning in records.Select(record => Reader.Read(record)))
        {
            meaning.Entities.ShouldBeEmpty();
            meaning.Problem.ShouldBeNull();
        }
    }

    [Fact]
    public void Snapshot_reads_and_bare_events_count()
    {
        var data = Records.Canonical("e", Time, ("Thing", "a", new { size = 3 }));

        Reader.Read(Records.Flat("e", Time, data.ToJsonString(), "r")).Entities.ShouldHaveSingleItem().Id.ShouldBe("a");
        Reader.Read(Encoding.UTF8.GetBytes(data.ToJsonString())).Entities.ShouldHaveSingleItem().Newest.Time.ShouldBe(Time.UtcDateTime);
    }

    [Fact]
    public void Numbers_keep_every_digit_and_whole_numbers_may_have_a_point()
    {
        var attributes = JsonNode.Parse("""{"price":"12345678901234567890123456789012345678.10","size":27781.0}""")!;

        var state = Reader.Read(Records.Thing("e", 1, "a", attributes)).Entities.ShouldHaveSingleItem();

        TestView.Table.Columns[1].Read(state.Attributes).Integer.ShouldBe(27781);
        TestView.Table.Columns[2].Read(state.Attributes).Text.ShouldBe("12345678901234567890123456789012345678.10");
    }
}
