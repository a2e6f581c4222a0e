using Librdkafka;

namespace KafkaRider;

/// <summary>
/// The partitions of one number, of the sources and of the retry topics, while this instance owns them: none starts before it is known what
/// waits in the retry topics.
/// </summary>
internal sealed class OrderGroup
{
    readonly Dictionary<string, TaskCompletionSource> rungs;
    readonly IReadOnlyList<string> topics;
    readonly int number;
    readonly Lock gate = new();

    internal OrderGroup(int number, IReadOnlyList<string> topics, FaultRules rules)
    {
        this.number = number;
        this.topics = topics;
        rungs = rules.Rungs.Select(rung => rung.Topic).Distinct().ToDictionary(
            topic => topic, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    internal KeyOrder Order { get; } = new();

    /// <summary>Held while positions of these partitions move that others may depend on, and while they are read together.</summary>
    internal Lock Positions { get; } = new();

    /// <summary>Ends when all that waits is known.</summary>
    internal Task Known => Task.WhenAll(rungs.Values.Select(rung => rung.Task));

    /// <summary>A group for the same partitions that are read anew.</summary>
    internal OrderGroup Anew(FaultRules rules) => new(number, topics, rules);

    /// <exception cref="InvalidOperationException">The topics do not have equally many partitions.</exception>
    internal void Check(IReadOnlyList<string> subscribed)
    {
        if (subscribed.FirstOrDefault(topic => !IsPattern(topic) && !topics.Contains(topic)) is not { } missing) return;
        throw new InvalidOperationException(
            $"PreserveKeyOrder: {missing}[{number}] does not exist, or another instance has it, but {topics[0]}[{number}] does: retry "
            + "topics need as many partitions as the topics of the endpoint. Add partitions; the endpoint goes on by itself.");
    }

    /// <summary>What waits in one retry topic; a second answer for the same topic counts for nothing.</summary>
    internal void Learn(RetryRung rung, List<(OrderKey Key, long Offset)> waiting)
    {
        lock (gate)
        {
            if (rungs[rung.Topic].Task.IsCompleted) return;
            foreach (var (key, offset) in waiting) Order.Add(key, offset, rung);
            rungs[rung.Topic].SetResult();
        }
    }

    internal static Dictionary<int, OrderGroup>? Of(IReadOnlyList<TopicPartition> assigned, FaultRules rules) => !rules.KeyOrder
        ? null
        : assigned.GroupBy(id => id.Partition).ToDictionary(
            same => same.Key, same => new OrderGroup(same.Key, [.. same.Select(id => id.Topic)], rules));

    static bool IsPattern(string topic) => topic.StartsWith('^');
}
