namespace KafkaRider;

/// <summary>Every limit of reading and redriving dead letters.</summary>
public static class DeadLetterLimits
{
    /// <summary>Most dead letters of one page.</summary>
    public const int MaxPageLetters = 1_000;

    /// <summary>A page that holds so many bytes ends, though more dead letters were asked for.</summary>
    public const int MaxPageBytes = 32 * 1024 * 1024;

    /// <summary>Most copies of one transaction.</summary>
    public const int MaxRedriveBatch = 200;

    /// <summary>Copies a second unless said otherwise: a group that just failed on them is not overrun.</summary>
    public const double DefaultRecordsPerSecond = 100;

    /// <summary>Longest time without an answer of the brokers.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Longest poll: how late a cancellation is noticed.</summary>
    internal static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(100);
}
