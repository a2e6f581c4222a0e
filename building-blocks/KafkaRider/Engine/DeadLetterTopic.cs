namespace KafkaRider;

/// <summary>Where dead letters go.</summary>
internal static class DeadLetterTopic
{
    /// <exception cref="InvalidOperationException">The endpoint has none: the record is not lost, its batch fails.</exception>
    internal static void Check(RecordEndpointConfigurator settings)
    {
        if (settings.DeadLetterTopic is null)
            throw new InvalidOperationException($"{settings.Name} has no dead-letter topic. Call UseDeadLetterTopic on the endpoint.");
    }
}
