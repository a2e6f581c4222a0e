namespace Routing.Tests.Support;

/// <summary>Waits for a condition.</summary>
public static class Eventually
{
    public static async Task Is(Func<Task<bool>> condition, string what, double seconds = 120)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started).TotalSeconds > seconds)
                throw new TimeoutException($"Not within {seconds} s: {what}");
            await Task.Delay(50);
        }
    }
}
