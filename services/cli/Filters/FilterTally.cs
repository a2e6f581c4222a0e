using System.Text;
using Streams;

namespace Cli;

/// <summary>An event that shows an outcome.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Value">Its text, cut.</param>
/// <param name="Problem">Why it cannot be read; null when it can.</param>
sealed record EventExample(string Place, string Value, string? Problem)
{
    const int KeptBytes = 1_000;

    public static EventExample Of(string place, ReadOnlySpan<byte> value, string? problem) =>
        new(place, Encoding.UTF8.GetString(value[..Math.Min(value.Length, KeptBytes)]), problem);
}

/// <summary>How many records one filter let pass, did not, could not say, could not read; with a few examples of each.</summary>
sealed class FilterTally(Filter filter, int mostExamples)
{
    readonly FilterExplainer _explainer = new(filter);
    readonly long[] _counts = new long[Enum.GetValues<Outcome>().Length];
    readonly List<EventExample>[] _examples = [.. Enum.GetValues<Outcome>().Select(_ => new List<EventExample>())];

    public Filter Filter => filter;

    public long Count(Outcome outcome) => _counts[(int)outcome];

    public IReadOnlyList<EventExample> Examples(Outcome outcome) => _examples[(int)outcome];

    public void Add(Librdkafka.TopicPartitionOffset position, ReadOnlySpan<byte> value)
    {
        var outcome = _explainer.Judge(value);
        _counts[(int)outcome]++;
        var examples = _examples[(int)outcome];
        if (examples.Count < mostExamples)
            examples.Add(EventExample.Of(position.ToString(), value, _explainer.Problem));
    }
}
