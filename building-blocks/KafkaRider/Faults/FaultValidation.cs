using Confluent.Kafka;

namespace KafkaRider;

/// <summary>Finds every mistake in the rules for failed records.</summary>
internal static class FaultValidation
{
    internal static IEnumerable<string> Problems(
        FaultRules rules, IReadOnlyList<string> topics, PartitionAssignmentStrategy assignor) =>
        LadderProblems(rules, topics).Concat(OrderProblems(rules, assignor)).Concat(StopProblems(rules));

    static IEnumerable<string> LadderProblems(FaultRules rules, IReadOnlyList<string> topics)
    {
        if (rules.ExactlyOnce && (rules.ChosenLadder is not null || rules.ChosenAction == FaultAction.Retry))
        {
            yield return "exactly-once endpoints use no retry topics: what passes is tried again in a new transaction; remove "
                + "UseRetryTopics, or ExactlyOnce";
        }

        if (rules.ExactlyOnce && (rules.ChosenStop is not null || rules.ChosenAction == FaultAction.Stop))
        {
            yield return "exactly-once endpoints do not stop: a failed transaction is tried again before anything else; remove StopWhen "
                + "and OnFault(Stop), or ExactlyOnce";
        }

        if (rules.Action == FaultAction.Retry && !rules.HasLadder)
            yield return "OnFault(Retry) needs UseRetryTopics";
        if (rules.HasLadder && rules.Rungs.Count == 0)
            yield return "UseRetryTopics has no delay; call Delays";
        foreach (var rung in rules.Rungs.Where(rung => rung.Delay < TimeSpan.FromMilliseconds(1)))
            yield return $"a retry delay is {rung.Delay}, at least a millisecond is needed";
        foreach (var name in rules.Rungs.GroupBy(rung => rung.Topic).Where(same => same.Select(rung => rung.Delay).Distinct().Count() > 1))
            yield return $"the retry topic {name.Key} has {name.Count()} delays; each delay needs a topic of its own";
        foreach (var topic in rules.Rungs.Select(rung => rung.Topic).Append(rules.DeadLetterTopic).Distinct())
        {
            if (topic is not null && string.IsNullOrWhiteSpace(topic)) yield return "a topic of failed records has no name";
            if (topic is not null && topics.Contains(topic))
                yield return $"{topic} is read by the endpoint: failed records need another topic";
        }

        foreach (var rung in rules.Rungs.DistinctBy(rung => rung.Topic).Where(rung => rung.Topic == rules.DeadLetterTopic))
            yield return $"{rung.Topic} is both a retry topic and the dead-letter topic";
    }

    static IEnumerable<string> OrderProblems(FaultRules rules, PartitionAssignmentStrategy assignor)
    {
        if (rules.ChosenKeyOrder && !rules.HasLadder)
            yield return "PreserveKeyOrder needs UseRetryTopics: without it no record is overtaken";
        if (!rules.KeyOrder) yield break;
        if (rules.Action != FaultAction.Retry)
            yield return $"PreserveKeyOrder needs OnFault(Retry), not {rules.Action}";
        if (assignor != PartitionAssignmentStrategy.Range)
        {
            yield return $"PreserveKeyOrder needs the range assignor, which gives equal partitions of all topics to one instance, "
                + $"not {assignor}";
        }
    }

    static IEnumerable<string> StopProblems(FaultRules rules)
    {
        if (rules.Stop is not { } stop) yield break;
        if (stop.Ratio is not (> 0 and <= 1)) yield return $"StopWhen has the ratio {stop.Ratio}; more than 0 and at most 1 is needed";
        if (stop.Window <= TimeSpan.Zero) yield return $"StopWhen has the window {stop.Window}; more than zero is needed";
        if (stop.Minimum < 1) yield return $"StopWhen has the minimum {stop.Minimum}; at least 1 is needed";
    }
}
