using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Streams;

namespace Routing;

/// <summary>All pipelines as they run together; immutable, replaced as a whole.</summary>
sealed class RoutingPlan(IReadOnlyList<Pipeline> pipelines, DateTimeOffset loadedAt)
{
    public IReadOnlyList<Pipeline> Pipelines => pipelines;

    public DateTimeOffset LoadedAt => loadedAt;

    /// <summary>SHA-256 over the files' fingerprints, hexadecimal: the version that ran.</summary>
    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', pipelines.Select(pipeline => $"{Path.GetFileName(pipeline.File)} {pipeline.Fingerprint}")))));

    /// <summary>The filters of each source topic, and the sides of joins that read it.</summary>
    public FrozenDictionary<string, TopicFilters> Topics { get; } = SourceTopics(pipelines).ToFrozenDictionary(
        topic => topic,
        topic => new TopicFilters(
            pipelines.SelectMany(pipeline => pipeline.Sources).First(source => source.Topic == topic),
            pipelines.SelectMany(pipeline => pipeline.Filters).Where(filter => filter.Topic == topic),
            [.. pipelines.SelectMany(RunningTasks.Sides).Where(side => side.Source.Topic == topic)]));

    public static IReadOnlyList<string> SourceTopics(IEnumerable<Pipeline> pipelines) =>
        [.. pipelines.SelectMany(pipeline => pipeline.Sources).Select(source => source.Topic).Distinct().Order(StringComparer.Ordinal)];
}
