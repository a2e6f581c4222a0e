namespace KafkaRider;

/// <summary>Some dead letters, by partition and offset.</summary>
/// <param name="Letters">The dead letters.</param>
/// <param name="Next">Where the next page begins; null when this one reached the end that the topic had when it was asked for.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Letters, DeadLetterId? Next);
