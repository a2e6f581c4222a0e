using System.Runtime.Serialization;

namespace KafkaRider;

/// <summary>
/// What becomes of the records of an endpoint that failed; of one kind for typed and for record endpoints. What an endpoint does not
/// choose, the rider's rules do.
/// </summary>
internal sealed class FaultRules
{
    internal FaultAction? ChosenAction { get; set; }

    internal RetryTopicsConfigurator? ChosenLadder { get; set; }

    internal Func<string, string>? DeadLetterName { get; set; }

    internal bool ChosenKeyOrder { get; set; }

    internal StopRule? ChosenStop { get; set; }

    internal Func<DeadLetterContext, ValueTask>? ChosenHandler { get; set; }

    /// <summary>The rider's rules.</summary>
    internal FaultRules? Defaults { get; set; }

    /// <summary>The group whose records fail; names the topics.</summary>
    internal string GroupId { get; init; } = "";

    /// <summary>Exactly-once endpoints use no retry topics: what passes aborts and is read again.</summary>
    internal bool ExactlyOnce { get; set; }

    /// <summary>The chosen action; without a choice the most that is configured.</summary>
    internal FaultAction Action => (ChosenAction ?? Defaults?.ChosenAction) switch
    {
        FaultAction.Retry or FaultAction.Stop when ExactlyOnce => FaultAction.DeadLetter,
        { } chosen => chosen,
        null when HasLadder => FaultAction.Retry,
        null when (Configured as object ?? NameOfDeadLetters) is not null => FaultAction.DeadLetter,
        null => FaultAction.Skip,
    };

    /// <summary>Topic of dead letters; null without one. Whoever asks for dead letters or retries has one.</summary>
    internal string? DeadLetterTopic => NameOfDeadLetters is { } name ? name(GroupId)
        : Action is FaultAction.DeadLetter or FaultAction.Retry ? FaultTopics.DeadLetter(GroupId)
        : null;

    /// <summary>The retry ladder from its first step to its last; empty without one.</summary>
    internal IReadOnlyList<RetryRung> Rungs => Ladder is { } ladder
        ? [.. ladder.Waits.Select(delay => new RetryRung(ladder.Name(GroupId, delay), delay))]
        : [];

    internal bool HasLadder => Ladder is not null;

    internal bool KeyOrder => (ChosenKeyOrder || Defaults is { ChosenKeyOrder: true }) && Ladder is not null;

    internal StopRule? Stop => ExactlyOnce ? null : ChosenStop ?? Defaults?.ChosenStop;

    internal Func<DeadLetterContext, ValueTask>? Handler => ChosenHandler ?? Defaults?.ChosenHandler;

    RetryTopicsConfigurator? Configured => ChosenLadder ?? Defaults?.ChosenLadder;

    /// <summary>An endpoint that chose another action has only a ladder of its own, whose records from before it still reads.</summary>
    RetryTopicsConfigurator? Ladder => ExactlyOnce ? null
        : ChosenLadder ?? (ChosenAction is null or FaultAction.Retry ? Defaults?.ChosenLadder : null);

    Func<string, string>? NameOfDeadLetters => DeadLetterName ?? Defaults?.DeadLetterName;

    /// <summary>Whether another attempt is of no use: the record cannot be read, or the ladder ignores what happened.</summary>
    internal bool IsPermanent(Exception exception) =>
        exception is SerializationException || Configured?.Ignores(exception) == true;

    internal RetryRung? Rung(string topic)
    {
        foreach (var rung in Rungs)
            if (rung.Topic == topic) return rung;
        return null;
    }
}
