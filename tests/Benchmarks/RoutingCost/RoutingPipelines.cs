using System.Text;
using Streams;

namespace Benchmarks.RoutingCost;

/// <summary>The shipped pipeline, and filters of types that do not occur.</summary>
static class RoutingPipelines
{
    /// <summary>Filters of the shipped pipeline.</summary>
    const int ShippedFilters = 4;

    /// <summary>The pipeline as it is shipped.</summary>
    internal static Pipeline Shipped { get; } = Read();

    /// <summary>Kinds of <see cref="SampleRecords.Types"/> that no filter lets pass are not in it.</summary>
    internal static IReadOnlyDictionary<int, Filter> FilterOfKind { get; } = Match();

    static string ShippedFile => Path.Combine(AppContext.BaseDirectory, "pipelines", "car-finance.yaml");

    /// <summary>Topics that the shipped filters write.</summary>
    internal static IReadOnlyList<string> OutputTopics => [.. Shipped.Filters.Select(filter => filter.OutputTopic)];

    /// <summary>How many of so many records go to each topic.</summary>
    internal static Dictionary<string, long> Expected(int records) => FilterOfKind.Values.GroupBy(filter => filter.OutputTopic)
        .ToDictionary(topic => topic.Key, topic => (long)records / SampleRecords.Types.Length * topic.Count());

    /// <summary>Fills a folder with pipelines of so many filters.</summary>
    internal static void Write(string folder, int filters)
    {
        Directory.CreateDirectory(folder);
        File.Copy(ShippedFile, Path.Combine(folder, Path.GetFileName(ShippedFile)));
        if (filters == ShippedFilters) return;
        var source = Shipped.Filters[0].Topic;
        var yaml = new StringBuilder($"version: 1\nname: others\nsources: [{{ id: other-events, topic: {source} }}]\nfilters:\n");
        for (var number = ShippedFilters; number < filters; number++)
            yaml.Append($$"""
                  - id: other-{{number}}
                    name: Other {{number}}
                    consumerId: other-consumer
                    outputTopic: {{Shipped.Filters[0].OutputTopic}}
                    enabled: true
                    status: deployed
                    conditions:
                      - { field: event_type, operator: equals, value: Type{{number}} }
                      - { field: __op, operator: equals, value: c }

                """);
        File.WriteAllText(Path.Combine(folder, "others.yaml"), yaml.ToString());
    }

    static Pipeline Read() => PipelineFile.Read(ShippedFile) is { Pipeline: { Filters.Count: ShippedFilters } pipeline }
        ? pipeline
        : throw new InvalidOperationException($"{ShippedFile} has not the {ShippedFilters} filters that are measured.");

    static Dictionary<int, Filter> Match()
    {
        var set = FilterSet.Compile(Shipped.Filters);
        var evaluator = set.NewEvaluator();
        Dictionary<int, Filter> matched = [];
        foreach (var (kind, record) in SampleRecords.Make(SampleRecords.Types.Length).Index())
            if (evaluator.Evaluate(record) && evaluator.Matches is [var only]) matched.Add(kind, set.Filters[only]);
        return matched;
    }
}
