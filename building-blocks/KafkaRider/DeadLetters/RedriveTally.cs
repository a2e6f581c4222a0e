namespace KafkaRider;

/// <summary>Decides for each dead letter whether it is copied and where to, and counts.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="topics">Partitions of each existing topic.</param>
/// <param name="marks">What was redriven before it began.</param>
internal sealed class RedriveTally(RedriveOptions options, IReadOnlyDictionary<string, int> topics, RedriveMarks marks)
{
    const string UnknownReason = "unknown";

    readonly Dictionary<string, long> byTopic = [];
    readonly Dictionary<string, long> byReason = [];
    long alreadyRedriven;
    long withoutBody;
    long withoutOrigin;
    long withoutTopic;
    long refused;

    /// <summary>What was redriven before.</summary>
    internal RedriveMarks Marks { get; set; } = marks;

    internal RedriveCounts Counts => new()
    {
        ByTopic = new Dictionary<string, long>(byTopic),
        ByReason = new Dictionary<string, long>(byReason),
        AlreadyRedriven = alreadyRedriven,
        WithoutBody = withoutBody,
        WithoutOrigin = withoutOrigin,
        WithoutTopic = withoutTopic,
        Refused = refused,
    };

    /// <summary>The topic that the copy goes to; null when there is none to make.</summary>
    internal string? Decide(DeadLetter letter)
    {
        var topic = options.Topic ?? letter.OriginTopic;
        if (Marks.Has(letter)) alreadyRedriven++;
        else if (letter.IsStub) withoutBody++;
        else if (topic is null) withoutOrigin++;
        else if (!topics.ContainsKey(topic)) withoutTopic++;
        else return topic;
        return null;
    }

    /// <summary>Of those that were to be copied, the ones that no other redrive has copied meanwhile.</summary>
    internal List<(DeadLetter Letter, string Topic)> Unmarked(IReadOnlyCollection<(DeadLetter Letter, string Topic)> batch)
    {
        var left = batch.Where(copy => !Marks.Has(copy.Letter)).ToList();
        alreadyRedriven += batch.Count - left.Count;
        return left;
    }

    internal void Refused() => refused++;

    internal void Copied(DeadLetter letter, string topic)
    {
        byTopic[topic] = byTopic.GetValueOrDefault(topic) + 1;
        var reason = letter.Reason ?? UnknownReason;
        byReason[reason] = byReason.GetValueOrDefault(reason) + 1;
    }
}
