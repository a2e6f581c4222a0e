namespace Capture.Tests;

/// <summary>Waiting for a condition.</summary>
static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    public static async Task Until(Func<Task<bool>> condition, Func<string> what)
    {
        var deadline = Environment.TickCount64 + (long)Limit.TotalMilliseconds;
        while (!await condition())
        {
            Assert.True(Environment.TickCount64 < deadline, $"Not within {Limit}: {what()}");
            await Task.Delay(Interval);
        }
    }

    public static Task Until(Func<Task<bool>> condition, string what) => Until(condition, () => what);

    public static Task Until(Func<bool> condition, string what) => Until(condition, () => what);

    public static Task Until(Func<bool> condition, Func<string> what) => Until(() => Task.FromResult(condition()), what);
}
