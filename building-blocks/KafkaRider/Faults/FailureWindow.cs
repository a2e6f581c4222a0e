namespace KafkaRider;

/// <summary>Counts attempts and failures of the last while, in slices of a tenth of the window.</summary>
/// <param name="rule">Ratio, window, minimum.</param>
/// <param name="time">The clock.</param>
internal sealed class FailureWindow(StopRule rule, TimeProvider time)
{
    const int Slices = 10;

    readonly (long Number, int Attempts, int Failures)[] slices = new (long, int, int)[Slices];

    /// <summary>More than the ratio of enough attempts failed.</summary>
    internal bool IsExceeded
    {
        get
        {
            var now = SliceNow();
            var (attempts, failures) = (0, 0);
            foreach (var slice in slices)
            {
                if (slice.Number <= now - Slices) continue;
                attempts += slice.Attempts;
                failures += slice.Failures;
            }

            return attempts >= rule.Minimum && failures > rule.Ratio * attempts;
        }
    }

    internal void Began(int attempts) => Slice().Attempts += attempts;

    internal void Failed() => Slice().Failures++;

    internal void Clear() => Array.Clear(slices);

    ref (long Number, int Attempts, int Failures) Slice()
    {
        var now = SliceNow();
        ref var slice = ref slices[now % Slices];
        if (slice.Number != now) slice = (now, 0, 0);
        return ref slice;
    }

    // Slice 0 would be taken for one that was never used.
    long SliceNow() => Slices + time.GetTimestamp() / Math.Max(1, (long)(rule.Window.TotalSeconds * time.TimestampFrequency / Slices));
}
