namespace KafkaRider;

/// <content>Sagas whose instances are kept in the endpoint's transactions.</content>
internal sealed partial class TopicEndpointConfiguration<TKey, TValue>
{
    readonly HashSet<Type> sagas = [];

    string Name => $"{topic}/{Consumer.GroupId}";

    IReadOnlyList<IEndpointState> StateOfSagas(EngineParts parts, List<string> problems)
    {
        List<IEndpointState> state = [];
        foreach (var keeper in parts.SagaKeepers.Where(keeper => sagas.Contains(keeper.Saga)))
        {
            var before = problems.Count;
            problems.AddRange(SagaProblems(keeper.Saga.Name));
            var options = exactlyOnce ?? new ExactlyOnceOptions();
            var attached = keeper.Attach(new SagaEndpoint(Name, topic, Consumer.GroupId, parts.Connection, options), problems);
            if (problems.Count == before) state.Add(attached);
        }

        return state;
    }

    /// <summary>What an endpoint must be so that one transaction has all that happens to an instance, in order.</summary>
    IEnumerable<string> SagaProblems(string saga)
    {
        if (exactlyOnce is null)
            yield return $"{Name}: instances of {saga} are kept in the endpoint's transactions: call ExactlyOnce(), or "
                + "use another repository";
        if (topic.StartsWith('^'))
            yield return $"{Name}: {saga} needs a topic, not a pattern: its state belongs to partitions of one topic";
        if (ConcurrentConsumerLimit > 1)
            yield return $"{Name}: {saga} needs ConcurrentConsumerLimit 1, not {ConcurrentConsumerLimit}: partitions run side by side";
        if (ConcurrentDeliveryLimit > 1)
            yield return $"{Name}: {saga} needs ConcurrentDeliveryLimit 1, not {ConcurrentDeliveryLimit}: an instance takes one at a time";
        if (Offset != Confluent.Kafka.Offset.Unset)
            yield return $"{Name}: {saga} goes on where its state is: leave Offset alone, and move the group's offsets to replay";
    }
}
