using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cli;

/// <summary>What a run found, in the words of its JSON.</summary>
/// <param name="EventsPosted">Events that the producers accepted.</param>
/// <param name="RawRecords">Their records in the raw topic.</param>
/// <param name="RawDuplicates">Raw records beyond the first of each event.</param>
/// <param name="Routed">Their records in each routed topic.</param>
/// <param name="RoutedDuplicates">Routed records beyond the first of each event and topic.</param>
/// <param name="Views">Rows of posted events in each view.</param>
/// <param name="Missing">Events that are in no view.</param>
/// <param name="Different">Rows that are not what was posted.</param>
/// <param name="Seconds">From the first post until the last row was found.</param>
/// <param name="LatencyMs">View commit time minus HTTP accept time.</param>
/// <param name="Broker">"embedded" or "kafka".</param>
/// <param name="Capture">"embedded" or "debezium".</param>
sealed record RunResult(int EventsPosted, long RawRecords, long RawDuplicates, IReadOnlyDictionary<string, long> Routed,
    long RoutedDuplicates, IReadOnlyDictionary<string, int> Views, int Missing, int Different, double Seconds, Latency LatencyMs,
    string Broker, string Capture)
{
    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    [JsonIgnore]
    public bool IsRight => Missing == 0 && Different == 0;

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static RunResult Of(PostedIndex posted, TopicWatch topics, IReadOnlyList<ViewOutcome> views, TimeSpan elapsed, string broker,
        CaptureKind capture)
    {
        var latencies = views.SelectMany(view => view.LatenciesMs).Order().ToList();
        return new RunResult(
            posted.Events.Count,
            topics.Raw.Records,
            topics.Raw.Duplicates,
            topics.Routed.ToDictionary(topic => topic.Topic, topic => topic.Records),
            topics.Routed.Sum(topic => topic.Duplicates),
            views.ToDictionary(view => view.View.Name, view => view.Found),
            views.Sum(view => view.Missing),
            views.Sum(view => view.Different),
            Math.Round(elapsed.TotalSeconds, 1),
            new Latency(Percentile.Of(latencies, 0.5), Percentile.Of(latencies, 0.99)),
            broker,
            capture.ToString().ToLowerInvariant());
    }
}

/// <summary>Milliseconds; null when no event arrived.</summary>
sealed record Latency(double? P50, double? P99);
