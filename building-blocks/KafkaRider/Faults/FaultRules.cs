namespace KafkaRider;

/// <summary>What becomes of the records of an endpoint that failed; of one kind for typed and for record endpoints.</summary>
internal sealed class FaultRules
{
    FaultAction? action;

    /// <summary>The chosen action; without a choice the most that is configured.</summary>
    internal FaultAction Action
    {
        get => action ?? (DeadLetterTopic is null ? FaultAction.Skip : FaultAction.DeadLetter);
        set => action = value;
    }

    /// <summary>Topic of dead letters; null without one.</summary>
    internal string? DeadLetterTopic { get; set; }

    /// <summary>Default name of a group's dead-letter topic.</summary>
    internal static string DefaultDeadLetterTopic(string groupId) => $"{groupId}-dead-letter";
}
