using System.Text;

namespace Streams.Tests;

/// <summary>Columns have one name whatever records look like.</summary>
public class SourceFormats
{
    const string Envelope = """
        {"before":{"id":"old","event_type":"Before"},"after":{"id":"new","event_type":"After","event_data":"{\"entities\":[{\"a\":1}]}"},
         "source":{"table":"business_events","ts_ms":1},"op":"OP","ts_ms":1795242960386}
        """;

    const string Event = """
        {"eventHeader":{"uuid":"e","eventName":"Car Created","eventType":"CarCreated","createdDate":1767323045000},"entities":[{"a":1}]}
        """;

    [Theory]
    [InlineData("envelope", "id", "equals, value: new", Truth.True)]
    [InlineData("envelope", "event_type", "equals, value: After", Truth.True)]
    [InlineData("envelope", "event_name", "isNull", Truth.True)]
    [InlineData("envelope", "__op", "equals, value: c", Truth.True)]
    [InlineData("envelope", "__table", "equals, value: business_events", Truth.True)]
    [InlineData("envelope", "__deleted", "equals, value: 'false'", Truth.True)]
    [InlineData("envelope", "__ts_ms", "equals, value: 1795242960386, valueType: number", Truth.True)]
    [InlineData("envelope", "entity.a", "equals, value: 1, valueType: number", Truth.True)]
    [InlineData("event", "id", "equals, value: e", Truth.True)]
    [InlineData("event", "event_name", "equals, value: Car Created", Truth.True)]
    [InlineData("event", "event_type", "startsWith, value: Car", Truth.True)]
    [InlineData("event", "created_date", "lessThan, value: 2026-02-01T00:00:00Z, valueType: timestamp", Truth.True)]
    [InlineData("event", "saved_date", "lessThan, value: 0, valueType: timestamp", Truth.Unknown)]
    [InlineData("event", "entity.a", "equals, value: 1, valueType: number", Truth.True)]
    public void Columns_are_found_where_the_format_has_them(string format, string field, string comparison, Truth expected) =>
        Evaluate(format, $"{{ field: {field}, operator: {comparison} }}", format == "event" ? Event : Envelope.Replace("OP", "c"))
            .ShouldBe(expected);

    [Fact]
    public void A_delete_is_the_row_as_it_was()
    {
        var delete = Envelope.Replace("OP", "d");

        Evaluate("envelope", "{ field: id, operator: equals, value: old }", delete).ShouldBe(Truth.True);
        Evaluate("envelope", "{ field: __deleted, operator: equals, value: 'true' }", delete).ShouldBe(Truth.True);
        Evaluate("envelope", "{ field: entity.a, operator: isNull }", delete).ShouldBe(Truth.True);
    }

    [Theory]
    [InlineData("envelope", Envelope)]
    [InlineData("event", Event)]
    public void Records_of_other_formats_are_routed_with_every_byte(string format, string record)
    {
        var evaluator = FilterSet.Compile([Filter(format, "{ field: id, operator: isNotNull }")]).NewEvaluator();
        var bytes = Encoding.UTF8.GetBytes(record);

        evaluator.Evaluate(bytes).ShouldBeTrue();

        evaluator.Matches.Length.ShouldBe(1);
        evaluator.Output(bytes).SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public void A_bare_event_has_no_columns_of_a_capture()
    {
        var problem = Parse("event", "{ field: __op, operator: equals, value: c }").Problems.ShouldHaveSingleItem();

        problem.Code.ShouldBe(ProblemCodes.UnknownField);
        problem.Message.ShouldStartWith("'__op' is added by captures: a source of format event has no such column");
    }

    [Fact]
    public void One_topic_has_one_format()
    {
        var folder = Directory.CreateTempSubdirectory("formats-").FullName;
        File.WriteAllText(Path.Combine(folder, "a.yaml"), Yaml("event", "{ field: id, operator: isNull }").Replace("id: it", "id: other"));
        File.WriteAllText(Path.Combine(folder, "b.yaml"), Yaml("flat", "{ field: id, operator: isNull }"));

        var reading = PipelineFolder.Read(folder);

        Directory.Delete(folder, recursive: true);
        reading.Errors.ShouldHaveSingleItem().Message.ShouldStartWith("'in' is read in another format by");
    }

    static Truth Evaluate(string format, string condition, string record)
    {
        var evaluator = FilterSet.Compile([Filter(format, condition)]).NewEvaluator();
        var bytes = Encoding.UTF8.GetBytes(record);
        evaluator.Evaluate(bytes).ShouldBeTrue(evaluator.Problem);
        return evaluator.TruthOf(0, bytes);
    }

    static Filter Filter(string format, string condition) => Parse(format, condition).Pipeline.ShouldNotBeNull().Filters[0];

    static PipelineReading Parse(string format, string condition) =>
        PipelineFile.Parse("pipeline.yaml", Encoding.UTF8.GetBytes(Yaml(format, condition)));

    static string Yaml(string format, string condition) =>
        $"sources: [{{ id: in, topic: in, format: {format} }}]\n{Conditions.Yaml(condition, "it")}";
}
