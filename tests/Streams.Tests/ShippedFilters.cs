using System.Text;

namespace Streams.Tests;

/// <summary>The filters in the flat JSON form and the shipped pipeline mean the same for events with a type.</summary>
public class ShippedFilters
{
    static readonly string[] Values = ["\"CarCreated\"", "\"LoanCreated\"", "\"LoanPaymentSubmitted\"", "\"CarServiceDone\"", "\"Other\""];

    [Fact]
    public void The_flat_json_form_loads_as_it_is_and_means_what_the_shipped_pipeline_means()
    {
        var flat = Read("samples/filters.json").NewEvaluator();
        var shipped = Read("pipelines/car-finance.yaml").NewEvaluator();

        foreach (var type in Values)
            foreach (var name in Values.Append("null").Where(name => name != "\"CarServiceDone\"" || type == name))
                foreach (var operation in new[] { "c", "u", "d", "r" })
                {
                    var record = Encoding.UTF8.GetBytes($$"""{"event_type":{{type}},"event_name":{{name}},"__op":"{{operation}}"}""");
                    flat.Evaluate(record).ShouldBeTrue();
                    shipped.Evaluate(record).ShouldBeTrue();
                    shipped.Matches.ToArray().ShouldBe(flat.Matches.ToArray());
                    shipped.Matches.Length.ShouldBe(operation == "c" && type != "\"Other\"" ? 1 : 0);
                }
    }

    [Fact]
    public void Services_are_found_by_type_or_by_name()
    {
        var set = Read("pipelines/car-finance.yaml");
        var evaluator = set.NewEvaluator();
        string Topic(string record) =>
            evaluator.Evaluate(Encoding.UTF8.GetBytes(record)) && evaluator.Matches is [var match] ? set.Filters[match].OutputTopic : "";

        Topic("""{"event_type":"CarServiceDone","event_name":"Car Service Done","__op":"c"}""").ShouldBe("filtered-service-events");
        Topic("""{"event_type":null,"event_name":"CarServiceDone","__op":"c"}""").ShouldBe("filtered-service-events");
        Topic("""{"event_name":"CarServiceDone"}""").ShouldBe("filtered-service-events");
        Topic("""{"event_type":"CarServiceDone","event_name":"CarServiceDone","__op":"c"}""").ShouldBe("filtered-service-events");
        Topic("""{"event_type":null,"event_name":"Car Service Done","__op":"c"}""").ShouldBe("");
    }

    [Fact]
    public void Only_enabled_filters_that_are_deployed_or_active_run()
    {
        var yaml = Conditions.Yaml("{ field: id, operator: isNull }", "it");
        bool IsLive(string text) => Conditions.Read(text).Filters[0].IsLive;

        IsLive(yaml).ShouldBeTrue();
        IsLive(yaml.Replace("active", "deployed")).ShouldBeTrue();
        IsLive(yaml.Replace("active", "approved")).ShouldBeFalse();
        IsLive(yaml.Replace("status: active", "owner: me")).ShouldBeFalse();
        IsLive(yaml.Replace("enabled: true", "enabled: false")).ShouldBeFalse();
    }

    static FilterSet Read(string file)
    {
        var reading = PipelineFile.Read(Path.Combine(AppContext.BaseDirectory, file));
        reading.Problems.ShouldBeEmpty();
        return FilterSet.Compile(reading.Pipeline.ShouldNotBeNull().Filters);
    }
}
