namespace KafkaRider;

/// <summary>What a redrive will do, or has done so far.</summary>
public sealed record RedriveCounts
{
    /// <summary>Copies by the topic that they go to.</summary>
    public IReadOnlyDictionary<string, long> ByTopic { get; init; } = new Dictionary<string, long>();

    /// <summary>Copies by the reason of their dead letter; without one, by <c>unknown</c>.</summary>
    public IReadOnlyDictionary<string, long> ByReason { get; init; } = new Dictionary<string, long>();

    /// <summary>Dead letters that an earlier redrive has copied: they are left alone.</summary>
    public long AlreadyRedriven { get; init; }

    /// <summary>Dead letters that lost their body (<see cref="DeadLetter.IsStub"/>): nothing is left to redrive.</summary>
    public long WithoutBody { get; init; }

    /// <summary>Dead letters that do not say which topic they came from, when they should go back there.</summary>
    public long WithoutOrigin { get; init; }

    /// <summary>Dead letters whose topic does not exist.</summary>
    public long WithoutTopic { get; init; }

    /// <summary>Dead letters whose topic accepts no copy of them, for example because it is too large for it.</summary>
    public long Refused { get; init; }

    /// <summary>Copies.</summary>
    public long Copies => ByTopic.Values.Sum();

    /// <summary>All that fit the filter.</summary>
    public long Total => Copies + AlreadyRedriven + WithoutBody + WithoutOrigin + WithoutTopic + Refused;
}
