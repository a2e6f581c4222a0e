namespace KafkaRider;

/// <summary>Spreads copies evenly over the time: after each batch, how long to wait.</summary>
internal sealed class RedrivePace(double recordsPerSecond, TimeProvider time)
{
    /// <summary>Batches of a second, so that waiting tells.</summary>
    const int BatchesPerSecond = 10;

    readonly long started = time.GetTimestamp();
    long copied;

    internal int BatchSize { get; } =
        (int)Math.Clamp(recordsPerSecond / BatchesPerSecond, 1, DeadLetterLimits.MaxRedriveBatch);

    internal TimeSpan WaitAfter(int count)
    {
        copied += count;
        var wait = TimeSpan.FromSeconds(copied / recordsPerSecond) - time.GetElapsedTime(started);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
