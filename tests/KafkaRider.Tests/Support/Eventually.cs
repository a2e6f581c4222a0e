namespace KafkaRider.Tests.Support;

/// <summary>Waits for a condition.</summary>
public static class Eventually
{
    public static async Task Is(Func<bool> condition, string what, double seconds = 120)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(deadline).TotalSeconds > seconds)
                throw new TimeoutException($"Not within {seconds} s: {what}");
            await Task.Delay(20);
        }
    }
}
