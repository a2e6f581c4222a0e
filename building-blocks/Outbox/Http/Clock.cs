using Microsoft.Extensions.DependencyInjection;

namespace Outbox;

/// <summary>The service's clock.</summary>
static class Clock
{
    /// <summary>Now, in the precision that PostgreSQL keeps: microseconds.</summary>
    public static DateTimeOffset Accepted(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>The clock that the service was given.</summary>
    public static TimeProvider Time(this IServiceProvider services) => services.GetRequiredService<TimeProvider>();
}
