namespace KafkaRider;

/// <summary>How long to wait before the next attempt.</summary>
public static class BackOff
{
    /// <summary>Doubles from the first wait to the longest.</summary>
    /// <param name="attempts">Failures so far, at least 1.</param>
    /// <param name="first">First wait.</param>
    /// <param name="longest">Longest wait.</param>
    public static TimeSpan After(int attempts, TimeSpan first, TimeSpan longest)
    {
        const int mostDoublings = 20;
        var wait = first * Math.Pow(2, Math.Clamp(attempts - 1, 0, mostDoublings));
        return wait < longest ? wait : longest;
    }
}
