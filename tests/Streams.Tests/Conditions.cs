using System.Text;

namespace Streams.Tests;

/// <summary>Small pipelines around conditions, and what they say of records.</summary>
static class Conditions
{
    /// <summary>What a condition, in YAML's flow form, says of a record.</summary>
    public static Truth Evaluate(string condition, string record)
    {
        var evaluator = FilterSet.Compile([Filter(condition)]).NewEvaluator();
        var bytes = Encoding.UTF8.GetBytes(record);
        evaluator.Evaluate(bytes).ShouldBeTrue(evaluator.Problem);
        var truth = evaluator.TruthOf(0, bytes);
        evaluator.Matches.Length.ShouldBe(truth == Truth.True ? 1 : 0);
        return truth;
    }

    public static Filter Filter(string condition, string id = "it") => Read(Yaml(condition, id)).Filters[0];

    public static Pipeline Read(string yaml)
    {
        var reading = PipelineFile.Parse("pipeline.yaml", Encoding.UTF8.GetBytes(yaml));
        reading.Problems.Where(problem => problem.Severity == Severity.Error).ShouldBeEmpty();
        return reading.Pipeline.ShouldNotBeNull();
    }

    /// <summary>The problems of a condition, without the place.</summary>
    public static IReadOnlyList<Problem> Problems(string condition) =>
        PipelineFile.Parse("pipeline.yaml", Encoding.UTF8.GetBytes(Yaml(condition, "it"))).Problems;

    public static string Yaml(string condition, string id) => $"""
        filters:
          - id: {id}
            name: It
            consumerId: someone
            outputTopic: somewhere
            enabled: true
            status: active
            conditions:
              - {condition}
        """;
}
