using System.Text;

namespace Streams.Tests;

/// <summary>Joins as files say them.</summary>
public class LoadingJoins
{
    const string Yaml = """
        name: finance
        sources:
          - { id: loans, topic: loan-events, format: event }
          - { id: cars, topic: cars, format: event, kind: table }
        joins:
          - id: loans-with-cars
            type: latest
            kind: left
            enabled: true
            status: deployed
            many: { as: loan, source: loans, key: entity.id, on: entity.carId, mutableKey: true }
            one: { as: car, source: cars, key: entity.id }
            wait: 5s
            keep: 30d
            select:
              loanId: loan.entity.id
              amount: { from: loan.entity.loanAmount, type: number }
              model: car.entity.model
              origin: { value: "007.50", type: number }
            outputTopic: loans-with-cars
        """;

    [Fact]
    public void A_join_is_what_its_file_says()
    {
        var reading = PipelineFile.Parse("pipeline.yaml", Encoding.UTF8.GetBytes(Yaml));

        reading.Problems.ShouldBeEmpty();
        var join = reading.Pipeline.ShouldNotBeNull().Joins.ShouldHaveSingleItem();
        (join.Type, join.Kind, join.IsLive, join.Wait, join.Keep).ShouldBe(
            (JoinType.Latest, JoinKind.Left, true, TimeSpan.FromSeconds(5), TimeSpan.FromDays(30)));
        (join.Many.Alias, join.Many.Key.Name, join.Many.On.Name).ShouldBe(("loan", "entity.id", "entity.carId"));
        join.Many.IsOnMutable.ShouldBeTrue();
        (join.One.Alias, join.One.Source.Kind).ShouldBe(("car", SourceKind.Table));
        join.Columns.Select(column => $"{column.Name} {column.Origin} {column.Field?.Name}{column.Constant} {column.Type}").ShouldBe(
        [
            "loanId Many entity.id String", "amount Many entity.loanAmount Number", "model One entity.model String",
            "origin Constant 7.5 Number",
        ]);
    }

    [Theory]
    [InlineData("type: latest", "type: newest", "F008", "'type' of a join is 'newest'")]
    [InlineData("wait: 5s", "wait: 5 seconds", "F008", "write it like 500ms, 5s")]
    [InlineData("keep: 30d", "keep: 30s", "F008", "'keep' of a join is 30s; it may be from 00:01:00")]
    [InlineData("kind: left", "kind: inner", "F013", "leave 'wait' out")]
    [InlineData("type: latest", "type: asOfProcessingTime", "F013", "never corrects a row")]
    [InlineData("as: car,", "as: loan,", "F009", "both sides are called 'loan'")]
    [InlineData("model: car.entity.model", "model: cra.entity.model", "F010", "names no side; did you mean 'car'?")]
    [InlineData("model: car.entity.model", "model: car.entities[*].model", "F011", "write entity.model")]
    [InlineData("model: car.entity.model", "model: { from: car.entity.model, value: x }", "F013", "either 'from', a field, or 'value'")]
    [InlineData("model: car.entity.model", "1model: car.entity.model", "F008", "is no name of a column")]
    [InlineData("\"007.50\"", "seven", "F014", "'seven' is no number")]
    [InlineData("outputTopic: loans-with-cars", "outputTopic: cars", "F015", "its output would come back")]
    [InlineData("source: loans,", "source: loan,", "F010", "no source has the id 'loan'; did you mean 'loans'?")]
    [InlineData("source: loans, key", "source: cars, key", null, "")]
    [InlineData("source: loans, key: entity.id, on: entity.carId, mutableKey: true",
        "source: cars, key: entity.id, on: entity.carId", "F013", "add 'mutableKey: true'")]
    [InlineData("kind: table", "kind: rows", "F008", "'kind' of a source is 'rows'")]
    public void Mistakes_are_named_with_the_way_out(string right, string wrong, string? code, string message)
    {
        Yaml.ShouldContain(right);
        var reading = PipelineFile.Parse("pipeline.yaml", Encoding.UTF8.GetBytes(Yaml.Replace(right, wrong)));

        if (code is null) reading.Problems.ShouldBeEmpty();
        else
            reading.Problems.ShouldContain(
                problem => problem.Code == code && problem.Message.Contains(message, StringComparison.Ordinal) && problem.Line > 1,
                string.Join('\n', reading.Problems));
    }

    [Fact]
    public void A_topic_has_one_join_that_writes_it()
    {
        var second = Yaml[Yaml.IndexOf("  - id: loans-with-cars", StringComparison.Ordinal)..].Replace("id: loans-with-cars", "id: again");

        var reading = PipelineFile.Parse("pipeline.yaml", Encoding.UTF8.GetBytes($"{Yaml}\n{second}"));

        reading.Problems.ShouldContain(problem => problem.Message.Contains("a join needs a topic of its own", StringComparison.Ordinal));
    }
}
