namespace KafkaRider;

/// <summary>Durations as the client's settings want them.</summary>
internal static class Milliseconds
{
    internal static int? ToMilliseconds(this TimeSpan? duration) =>
        duration is { } value ? Convert.ToInt32(Math.Clamp(value.TotalMilliseconds, int.MinValue, int.MaxValue)) : null;
}
