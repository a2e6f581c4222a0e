using KafkaRider;

namespace Streams;

/// <summary>When something that failed is tried again: later and later, until it works. Its trouble is told once, and its end.</summary>
sealed class Retries(TimeProvider time)
{
    static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    int failures;
    TimeSpan wait;
    long failedAt;

    /// <summary>It may be tried.</summary>
    public bool IsDue => failures == 0 || Left == TimeSpan.Zero;

    /// <summary>How long until then.</summary>
    public TimeSpan Left => wait - time.GetElapsedTime(failedAt) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <returns>True for the first time in a row.</returns>
    public bool Failed()
    {
        wait = BackOff.After(++failures, FirstWait, LongestWait);
        failedAt = time.GetTimestamp();
        return failures == 1;
    }

    /// <returns>True when it had failed before.</returns>
    public bool Succeeded()
    {
        var hadFailed = failures > 0;
        failures = 0;
        return hadFailed;
    }
}
